namespace OpsBridge.Monitoring;

/// <summary>Run of a plugin that an admin registered.</summary>
/// <param name="Plugin">Registered name, never a path.</param>
/// <param name="Arguments">One entry per argument, handed over as they are: no shell reads them.</param>
public sealed record PluginSettings(string Plugin, IReadOnlyList<string> Arguments) : ProbeSettings
{
    /// <summary>Most arguments.</summary>
    public const int MaxArguments = 64;

    /// <summary>Longest argument in characters.</summary>
    public const int MaxArgument = 1024;

    /// <inheritdoc />
    public override string Kind => "plugin";

    /// <inheritdoc />
    public override string Describe() => $"{Plugin} {string.Join(' ', Arguments ?? [])}".TrimEnd();

    /// <summary>Equal when name and arguments are.</summary>
    public bool Equals(PluginSettings? other) => other is not null && Plugin == other.Plugin && Arguments.SequenceEqual(other.Arguments, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Plugin, Arguments.Count);

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors()
    {
        yield return RegisteredPlugin.NameError(Plugin);
        if (Arguments is null || Arguments.Count > MaxArguments)
        {
            yield return $"a plugin takes at most {MaxArguments} arguments";
            yield break;
        }

        foreach (var argument in Arguments)
        {
            yield return ArgumentError(argument);
        }
    }

    private static string? ArgumentError(string? argument)
    {
        if (argument is null || argument.Length > MaxArgument)
        {
            return $"an argument has more than {MaxArgument} characters";
        }

        return argument.AsSpan().IndexOfAny('\0', '\n', '\r') >= 0 ? "an argument contains a line break or a NUL character" : null;
    }
}

/// <summary>A program that checks may run, registered by an admin.</summary>
/// <param name="Name">Short name, for example <c>check_disk</c>.</param>
/// <param name="Path">Absolute path of the executable.</param>
/// <param name="Sha256">Hash of the file as 64 hex digits; the plugin is refused when the file has another. Null to accept any.</param>
public sealed record RegisteredPlugin(string Name, string Path, string? Sha256 = null)
{
    private const int MaxName = 60;
    private const int MaxPath = 1000;

    /// <summary>Everything wrong with the registration; empty when it can be used. The file itself is not looked at.</summary>
    public IReadOnlyList<string> Validate()
    {
        string?[] errors =
        [
            NameError(Name),
            PathError(Path),
            Sha256 is null || (Sha256.Length == 64 && Sha256.All(char.IsAsciiHexDigit)) ? null : "the SHA-256 hash must have 64 hex digits",
        ];
        return [.. errors.OfType<string>()];
    }

    /// <summary>What is wrong with a plugin name (letters, digits, dot, hyphen, underscore; 1 to 60), or null.</summary>
    public static string? NameError(string? name) =>
        name is { Length: >= 1 and <= MaxName } && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : "the plugin name must have 1 to 60 letters, digits, dots, hyphens or underscores";

    private static string? PathError(string? path) =>
        path is { Length: > 1 and <= MaxPath } && path[0] == '/' && !path.Any(char.IsControl) && !path.Split('/').Contains("..", StringComparer.Ordinal)
            ? null
            : "the plugin path must be absolute, without '..'";
}
