using System.Text.RegularExpressions;
using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>Finds what a person can set from outside: options of the command line, environment variables, configuration keys.</summary>
internal static partial class SettingsKeys
{
    public static IEnumerable<string> Find(IEnumerable<TypeModel> types) =>
        from type in types
        from method in type.Methods
        from key in Find(type, method.Body)
        select key;

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
