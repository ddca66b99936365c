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

    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "command";

    /// <inheritdoc />
    public override string Describe() => Arguments.Count == 0 ? Command : $"{Command} {string.Join(' ', Arguments)}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors() =>
    [
        string.IsNullOrWhiteSpace(Command) ? "choose a command" : null,
        Arguments.Count > MaxArguments ? $"at most {MaxArguments} arguments" : null,
        Arguments.Any(a => a.Length > MaxArgument || a.Contains('\0', StringComparison.Ordinal)) ? $"an argument has at most {MaxArgument} characters, none of them NUL" : null,
    ];
}
