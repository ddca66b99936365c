using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OpsBridge.Support;

/// <summary>bUnit asks for AngleSharp.Diffing in assembly version 1.0; the package that restores carries 0.17 with the same API.
/// This answers the request with the file beside the tests.</summary>
internal static class BunitAssemblies
{
    [ModuleInitializer]
    internal static void Answer() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
