using OpsBridge.Alerts;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>Clears the open alerts of checks that nobody watches any more: switched off, deleted, asset retired.</summary>
public sealed class OrphanedAlerts(IAlertBoard board, ApplySignals signals, TimeProvider clock)
{
    private static readonly Actor s_poller = Actor.Internal("OpsBridge", Permissions.ReportAlerts, Permissions.ViewAlerts);

    /// <summary>Clears what is open for checks other than the watched ones.</summary>
    public async Task ClearAsync(IReadOnlyCollection<Guid> watchedIds, CancellationToken ct)
    {
        var watched = watchedIds.ToHashSet();
        var open = await board.OpenAsync(s_poller, ct);
        var gone = open.Rows.Where(a => a.CheckId is { } id && !watched.Contains(id) && a.ClearedAt is null).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var clear = gone.ConvertAll(a => new AlertSignal(CheckSignals.Identity(a.CheckId!.Value), false, a.Severity, "no longer watched", now)
        {
            AssetId = a.AssetId,
            CheckId = a.CheckId,
            Flapping = false,
            Detail = "The check was switched off or removed, or its asset retired.",
        });
        await signals.HandleAsync(clear, s_poller, ct);
    }
}
