using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>A file of the repository, with forward slashes in its path from the root.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.Length == 0 ? 0 : Text.Count(c => c == '\n') + (Text.EndsWith('\n') ? 0 : 1);

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Name up to the first dot: <c>AlertsPage</c> of <c>AlertsPage.razor.cs</c>.</summary>
    public string Stem => Name.Split('.')[0];
}

/// <summary>Everything the rules look at, read once per run.</summary>
internal static class Codebase
{
    /// <summary>Namespace of the types that break a rule on purpose; every other rule leaves them out.</summary>
    public const string PlantedRoot = "Planted";

    private static readonly Lazy<string> s_root = new(FindRoot);
    private static readonly Lazy<IReadOnlyList<TypeModel>> s_application = new(() => Load("OpsBridge.Application"));
    private static readonly Lazy<IReadOnlyList<TypeModel>> s_web = new(() => Load("OpsBridge.Web"));
    private static readonly Lazy<IReadOnlyList<TypeModel>> s_simulator = new(() => Load("OpsBridge.Simulator"));
    private static readonly Lazy<IReadOnlyList<TypeModel>> s_tests = new(() => Load("OpsBridge.Tests"));
    private static readonly Lazy<IReadOnlyList<SourceFile>> s_sources = new(ReadSources);

    public static string Root => s_root.Value;

    public static IReadOnlyList<TypeModel> Application => s_application.Value;

    public static IReadOnlyList<TypeModel> Web => s_web.Value;

    /// <summary>What ships: Application, Web and Simulator.</summary>
    public static IEnumerable<TypeModel> Shipped => Application.Concat(Web).Concat(s_simulator.Value);

    public static IEnumerable<TypeModel> Tests => s_tests.Value.Where(t => !IsPlanted(t));

    /// <summary>Types of one planted folder, for example <c>Planted.Pages</c>.</summary>
    public static IReadOnlyList<TypeModel> Planted(string folder) =>
        [.. s_tests.Value.Where(t => t.Namespace == $"{PlantedRoot}.{folder}")];

    /// <summary>Written source files under src and tests: .cs, .razor and .csproj; generated migrations are left out.</summary>
    public static IReadOnlyList<SourceFile> Sources => s_sources.Value;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static bool IsPlanted(TypeModel type) =>
        type.Namespace == PlantedRoot || type.Namespace.StartsWith(PlantedRoot + ".", StringComparison.Ordinal);

    private static IReadOnlyList<TypeModel> Load(string assembly) =>
        AssemblyReader.Read(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OpsBridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below OpsBridge.sln.");
    }

    private static List<SourceFile> ReadSources()
    {
        var found = new List<SourceFile>();
        foreach (var top in new[] { "src", "tests" })
        {
            Walk(new DirectoryInfo(Path.Combine(Root, top)), top, found);
        }

        return found;
    }

    private static void Walk(DirectoryInfo folder, string path, List<SourceFile> found)
    {
        found.AddRange(folder.EnumerateFiles()
            .Where(f => f.Extension is ".cs" or ".razor" or ".csproj")
            .Select(f => new SourceFile($"{path}/{f.Name}", File.ReadAllText(f.FullName))));
        foreach (var inner in folder.EnumerateDirectories().Where(d => d.Name is not ("bin" or "obj" or "Migrations" or "wwwroot" or "TestResults")))
        {
            Walk(inner, $"{path}/{inner.Name}", found);
        }
    }
}
