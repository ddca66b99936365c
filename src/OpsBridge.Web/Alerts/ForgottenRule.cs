using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>
/// When something that is handled deserves a second look: acknowledged long ago, its owner has no console open, or what keeps
/// it quiet is about to end.
/// </summary>
internal static class ForgottenRule
{
    /// <summary>An acknowledgement without an end is old after this.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromHours(4);

    /// <summary>What ends within this is about to end.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>Why, in words; null when the row is in good hands.</summary>
    public static string? Why(AlertRow row, DateTimeOffset now, IReadOnlySet<Guid> present)
    {
        if (!row.Handled && row.State != AlertState.ReturnedUnacknowledged)
        {
            return null;
        }

        if (row.SuppressedBy.Count > 0 && row.SuppressedBy.Max(s => s.Until) is var end && end - now < Soon)
        {
            var kind = row.SuppressedBy.MaxBy(s => s.Until)!.Kind == SuppressorKind.Silence ? "silence" : "window";
            return $"its {kind} ends in {DurationText.Show(end - now)}";
        }

        if ((row.Shelf?.Until ?? row.AcknowledgedUntil) is { } until && until - now < Soon)
        {
            return $"{(row.Shelf is null ? "acknowledgement" : "shelf")} ends in {DurationText.Show(until - now)}";
        }

        if (row.State is AlertState.Acknowledged or AlertState.Shelved && (row.AcknowledgedAt ?? row.Shelf?.At) is { } at && now - at > Old)
        {
            return $"{(row.Shelf is null ? "acknowledged" : "shelved")} {DurationText.Show(now - at)} ago";
        }

        return row.State == AlertState.Acknowledged && row.OwnerId is { } owner && !present.Contains(owner) ? $"{row.OwnerName} has no console open" : null;
    }
}
