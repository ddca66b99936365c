using System.Runtime.InteropServices;

namespace OpsBridge.Alerts.Board;

/// <summary>How many alerts of one site nobody handles, by severity.</summary>
/// <param name="Critical">Critical ones.</param>
/// <param name="Major">Major ones.</param>
/// <param name="Warning">Warnings.</param>
/// <param name="Info">Informational ones.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SeverityCounts(int Critical, int Major, int Warning, int Info)
{
    /// <summary>All of them.</summary>
    public int All => Critical + Major + Warning + Info;

    /// <summary>The worst severity that occurs; null when none does.</summary>
    public AlertSeverity? Worst =>
        Critical > 0 ? AlertSeverity.Critical : Major > 0 ? AlertSeverity.Major : Warning > 0 ? AlertSeverity.Warning : Info > 0 ? AlertSeverity.Info : null;

    /// <summary>Those of one severity.</summary>
    public int this[AlertSeverity severity] => severity switch
    {
        AlertSeverity.Critical => Critical,
        AlertSeverity.Major => Major,
        AlertSeverity.Warning => Warning,
        _ => Info,
    };

    /// <summary>With one severity's count moved.</summary>
    public SeverityCounts Plus(AlertSeverity severity, int by) => severity switch
    {
        AlertSeverity.Critical => this with { Critical = Critical + by },
        AlertSeverity.Major => this with { Major = Major + by },
        AlertSeverity.Warning => this with { Warning = Warning + by },
        _ => this with { Info = Info + by },
    };
}

/// <summary>What the open alerts of one moment add up to; counted once and shared by every screen.</summary>
public sealed record AlertCounts
{
    /// <summary>Nothing is open.</summary>
    public static AlertCounts None { get; } = new();

    /// <summary>Everything open.</summary>
    public int Open { get; init; }

    /// <summary>What nobody handles, by severity.</summary>
    public SeverityCounts Unhandled { get; init; }

    /// <summary>Of the unhandled ones those that nobody owns.</summary>
    public int Unowned { get; init; }

    /// <summary>Acknowledged, put aside or hidden by design.</summary>
    public int Handled { get; init; }

    /// <summary>Gone before anybody saw them.</summary>
    public int Returned { get; init; }

    /// <summary>Hidden by a silence or a window now.</summary>
    public int Suppressed { get; init; }

    /// <summary>Ranked as the symptom of another alert.</summary>
    public int Symptoms { get; init; }

    /// <summary>Put aside by an operator.</summary>
    public int Shelved { get; init; }

    /// <summary>Come and go too often to be read one by one.</summary>
    public int Flapping { get; init; }

    /// <summary>Unhandled ones by site; those without a site under <see cref="Guid.Empty"/>.</summary>
    public IReadOnlyDictionary<Guid, SeverityCounts> BySite { get; init; } = new Dictionary<Guid, SeverityCounts>();

    /// <summary>Open ones by the account that owns them.</summary>
    public IReadOnlyDictionary<Guid, int> ByOwner { get; init; } = new Dictionary<Guid, int>();

    /// <summary>Counts the rows.</summary>
    public static AlertCounts Of(IEnumerable<AlertRow> rows)
    {
        var tally = new AlertTally();
        foreach (var row in rows)
        {
            tally.Add(row, 1);
        }

        return tally.ToCounts();
    }
}
