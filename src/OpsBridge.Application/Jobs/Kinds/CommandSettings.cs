using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Runs a command that an admin registered.</summary>
/// <param name="Command">Its registered name.</param>
/// <param name="Arguments">Arguments, each passed as it is; never read by a shell.</param>
public sealed record CommandSettings(string Command, IReadOnlyList<string> Arguments) : JobSettings
{
    /// <summary>Most arguments.</summary>
    public const int MaxArguments = 100;

    /// <summary>Longest argument, in characters.</summary>
    public const int MaxArgument = 2000;

    /// <summary>Most secrets.</summary>
    public const int MaxSecrets = 20;

    /// <summary>Secrets handed over in its environment or as files; nothing else of the console reaches it.</summary>
    public IReadOnlyList<SecretUse> Secrets { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => [.. Secrets.Select(s => s.Secret)];

    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "command";

    /// <inheritdoc />
    public override string Describe() => Arguments.Count == 0 ? Command : $"{Command} {string.Join(' ', Arguments)}";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() =>
    [
        SettingError.At(nameof(Command), string.IsNullOrWhiteSpace(Command) ? "choose a command" : null),
        SettingError.At(nameof(Arguments), Arguments.Count > MaxArguments ? $"at most {MaxArguments} arguments" : null),
        SettingError.At(nameof(Arguments), Arguments.Any(a => a.Length > MaxArgument || a.Contains('\0', StringComparison.Ordinal)) ? $"an argument has at most {MaxArgument} characters, none of them NUL" : null),
        SettingError.At(nameof(Secrets), Secrets.Count > MaxSecrets ? $"at most {MaxSecrets} secrets" : null),
        .. Secrets.Select((s, i) => SettingError.At(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(Secrets)}.{i}"), s.Error())),
        SettingError.At(nameof(Secrets), Secrets.Select(s => s.Variable).Distinct(StringComparer.Ordinal).Count() < Secrets.Count ? "two secrets use the same variable" : null),
    ];
}

/// <summary>A secret that a command is given.</summary>
/// <param name="Secret">Its name.</param>
/// <param name="Variable">Environment variable that holds the value, or the path of the file.</param>
/// <param name="AsFile">True: the value is in a file that only the run's account can read, and that is gone after the run.</param>
public sealed record SecretUse(string Secret, string Variable, bool AsFile)
{
    private static readonly string[] s_taken = ["PATH", "LANG", "LC_ALL", "OPSBRIDGE_RUN", "IFS", "ENV", "BASH_ENV"];

    /// <summary>What is wrong with it, or null.</summary>
    internal string? Error()
    {
        if (string.IsNullOrEmpty(Secret))
        {
            return "choose a secret";
        }

        var named = Variable is { Length: >= 1 and <= 100 } && !char.IsAsciiDigit(Variable[0]) && Variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return !named || s_taken.Contains(Variable, StringComparer.Ordinal) || Variable.StartsWith("LD_", StringComparison.Ordinal)
            ? $"'{Variable}' cannot be the variable of a secret"
            : null;
    }
}
