using OpsBridge.Alerts;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// One open alert as Alertmanager's clients see it. What they know as silenced is silenced here; a maintenance window, a shelf and an
/// unreachable parent mute; a symptom is inhibited by its cause. Acknowledging has no word there and changes nothing.
/// </summary>
internal sealed record AlertmanagerAlert(AlertRow Row, ulong Fingerprint)
{
    /// <summary>Our one receiver.</summary>
    public const string Receiver = "bridge";

    /// <summary>Keys of the silences that hide it.</summary>
    public required IReadOnlyList<string> SilencedBy { get; init; }

    /// <summary>Fingerprints of its cause.</summary>
    public required IReadOnlyList<string> InhibitedBy { get; init; }

    /// <summary>What else hides it.</summary>
    public required IReadOnlyList<string> MutedBy { get; init; }

    /// <summary>Whether anything hides it.</summary>
    public bool Suppressed => SilencedBy.Count + InhibitedBy.Count + MutedBy.Count > 0;

    /// <summary>The alerts of a board, in the order of their fingerprints. One whose condition is gone is none any more.</summary>
    public static List<AlertmanagerAlert> Of(IReadOnlyList<AlertRow> rows)
    {
        var causes = rows.Any(r => r.CauseId is not null) ? rows.ToDictionary(r => r.Id, r => r.Labels) : [];
        var alerts = new List<AlertmanagerAlert>(rows.Count);
        foreach (var row in rows)
        {
            if (row.State is not (AlertState.Closed or AlertState.ReturnedUnacknowledged))
            {
                alerts.Add(Of(row, causes));
            }
        }

        alerts.Sort(static (a, b) => a.Fingerprint.CompareTo(b.Fingerprint));
        return alerts;
    }

    private static AlertmanagerAlert Of(AlertRow row, Dictionary<long, Labels> causes)
    {
        var cause = row.CauseId is { } id ? causes.GetValueOrDefault(id) : null;
        return new AlertmanagerAlert(row, AlertmanagerFingerprint.Of(row.Labels))
        {
            SilencedBy = row.SuppressedBy.Count == 0 ? [] : [.. row.SuppressedBy.Where(s => s.Kind == SuppressorKind.Silence).Select(s => s.Id.ToString())],
            InhibitedBy = cause is null ? [] : [AlertmanagerFingerprint.Print(AlertmanagerFingerprint.Of(cause))],
            MutedBy = Mutes(row, cause),
        };
    }

    private static IReadOnlyList<string> Mutes(AlertRow row, Labels? cause)
    {
        if (row.SuppressedBy.Count == 0 && row.CauseId is null && row.State is not (AlertState.Shelved or AlertState.Suppressed))
        {
            return [];
        }

        var mutes = row.SuppressedBy.Where(s => s.Kind == SuppressorKind.Window).Select(s => s.Name);
        mutes = row.State == AlertState.Shelved ? mutes.Append("shelved") : mutes;
        mutes = row.State == AlertState.Suppressed ? mutes.Append("unreachable") : mutes;
        return [.. row.CauseId is not null && cause is null ? mutes.Append("symptom") : mutes];
    }
}
