using System.Text.RegularExpressions;
using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>Finds what a person can set from outside: options of the command line, environment variables, configuration keys.</summary>
internal static partial class SettingsKeys
{
    // Read from the system, or set for the programs that checks start.
    private static readonly string[] s_notSettings = ["PATH", "OPSBRIDGE_RUN"];

    public static IEnumerable<string> Find(IEnumerable<TypeModel> types) =>
        from type in types
        from method in type.Methods
        from key in Find(type, method.Body).Concat(Section(type, method))
        where !s_notSettings.Contains(key)
        select key;

    /// <summary>Setters of a class named …Options: section and key.</summary>
    private static IEnumerable<string> Section(TypeModel type, MethodModel method) =>
        type is { IsWritten: true, IsRecord: false } && type.ShortName.EndsWith("Options", StringComparison.Ordinal)
        && method is { IsPublic: true, IsStatic: false } && method.Name.StartsWith("set_", StringComparison.Ordinal)
            ? [$"{type.ShortName[..^7]}:{method.Name[4..]}"]
            : [];

    private static IEnumerable<string> Find(TypeModel type, IReadOnlyList<Instruction> body)
    {
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i].Kind == InstructionKind.Text)
            {
                var text = body[i].Text;
                var asked = i + 1 < body.Count && Asks(body[i + 1]);
                if (asked || Variable().IsMatch(text) || (type.ShortName == "HostSettings" && Option().IsMatch(text)))
                {
                    yield return text;
                }
            }
        }
    }

    private static bool Asks(Instruction call) => call is { Kind: InstructionKind.Call } && (call.Type, call.Text) is
        ("System.Environment", "GetEnvironmentVariable")
        or ("Microsoft.Extensions.Configuration.IConfiguration", "get_Item" or "GetSection")
        or ("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetConnectionString")
        or ("Microsoft.Extensions.Configuration.ConfigurationBinder", "GetValue");

    [GeneratedRegex("^(OPSBRIDGE_[A-Z_]+|ASPNETCORE_[A-Z_]+|ConnectionStrings__[A-Za-z]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("^--[a-z][a-z-]+$", RegexOptions.None, 1000)]
    private static partial Regex Option();
}
