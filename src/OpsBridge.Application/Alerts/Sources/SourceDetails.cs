using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>What an admin says about a source.</summary>
/// <param name="Name">Unique, 1 to 60 characters; part of the identity of its alerts, so it never changes.</param>
/// <param name="Format">What it is likely to speak.</param>
public sealed record SourceDetails(string Name, SourceFormat Format)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromDays(31);

    /// <summary>Whom to ask, where it runs; at most 2000 characters.</summary>
    public string? Notes { get; init; }

    /// <summary>The worst severity that it may raise.</summary>
    public AlertSeverity SeverityCap { get; init; } = AlertSeverity.Critical;

    /// <summary>Its rate; null for no limit of its own.</summary>
    public SourceRateLimit? Rate { get; init; }

    /// <summary>How long a firing alert holds without being sent again where the sender names no end; 30 seconds to 7 days.</summary>
    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without any message the source counts as dead; 30 seconds to 31 days, null for never.</summary>
    public TimeSpan? SilenceLimit { get; init; }

    /// <summary>What its keys may do besides reporting.</summary>
    public SourceScopes Scopes { get; init; }

    /// <summary>What happens to its labels.</summary>
    public SourceMapping Mapping { get; init; } = SourceMapping.Default;

    /// <summary>These values as they are stored: trimmed, blanks as null.</summary>
    public SourceDetails Normalized() => this with { Name = Name.Trim(), Notes = PlainText.TrimToNull(Notes) };

    /// <summary>Plain-word errors by field; empty when the values are good.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Judge(errors, nameof(Name), PlainText.IsLine(Name, 1, CreateApiKey.MaxName), $"Give a name of 1 to {CreateApiKey.MaxName} characters on one line.");
        Judge(errors, nameof(Format), Enum.IsDefined(Format), "Choose what it speaks.");
        Judge(errors, nameof(Notes), PlainText.IsText(Notes, 2000), "Keep the notes to 2000 characters, without control characters.");
        Judge(errors, nameof(SeverityCap), Enum.IsDefined(SeverityCap), "Choose critical, major, warning or info.");
        Judge(errors, nameof(Rate), Rate is null || (Rate.EventsPerSecond is >= 0.1 and <= 100_000 && Rate.Burst is >= 1 and <= 1_000_000), "Give 0.1 to 100000 events per second and a burst of 1 to 1000000.");
        Judge(errors, nameof(ResolveTimeout), ResolveTimeout >= s_shortest && ResolveTimeout <= s_longestTimeout, "Give 30 seconds to 7 days.");
        Judge(errors, nameof(SilenceLimit), SilenceLimit is null || (SilenceLimit >= s_shortest && SilenceLimit <= s_longestSilence), "Give 30 seconds to 31 days, or nothing.");
        Judge(errors, nameof(Scopes), (Scopes & ~SourceScopes.All) == SourceScopes.None, "Choose among read, handle and silence.");
        foreach (var (place, problem) in Mapping.Validate())
        {
            errors[$"{nameof(Mapping)}.{place}"] = problem;
        }

        return errors;
    }

    private static void Judge(Dictionary<string, string> errors, string field, bool good, string problem)
    {
        if (!good)
        {
            errors[field] = problem;
        }
    }
}

/// <summary>What the keys of a source may do besides reporting.</summary>
[Flags]
public enum SourceScopes
{
    /// <summary>Report only.</summary>
    None = 0,

    /// <summary>Read alerts, as Alertmanager's own tools do.</summary>
    Read = 1,

    /// <summary>Acknowledge and close, and whatever else handling is.</summary>
    Handle = 2,

    /// <summary>Make and end silences, as <c>amtool</c> does.</summary>
    Silence = 4,

    /// <summary>Everything a source may be given.</summary>
    All = Read | Handle | Silence,
}
