using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;

namespace OpsBridge.Maintenance;

/// <summary>A window with everything that is computed from it.</summary>
/// <param name="Window">Its row.</param>
/// <param name="Schedule">When it is in force.</param>
/// <param name="Scope">What it hides.</param>
internal sealed record PlannedWindow(MaintenanceWindow Window, WindowSchedule Schedule, QuickScope Scope)
{
    /// <summary>Longer than any window lasts: what ended before cannot matter any more.</summary>
    private static readonly TimeSpan s_past = MaintenanceOptions.LongestStretch * 2;

    /// <summary>Every window that is not long over, with the windows that start others.</summary>
    public static async Task<IReadOnlyList<PlannedWindow>> ReadAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - s_past;
        var windows = await db.Set<MaintenanceWindow>().AsNoTracking()
            .Where(w => (w.To == null || w.To > since) && (w.CancelledAt == null || w.CancelledAt > since))
            .OrderBy(w => w.Id).ToListAsync(ct);
        return await OfAsync(db, windows, ct);
    }

    /// <summary>The windows, with the assets that they reach.</summary>
    public static async Task<IReadOnlyList<PlannedWindow>> OfAsync(OpsDbContext db, IReadOnlyList<MaintenanceWindow> windows, CancellationToken ct)
    {
        var trees = await AssetTrees.ReadAsync(db, [.. windows.Select(w => w.AssetId).OfType<Guid>().Distinct()], ct);
        var byId = windows.ToDictionary(w => w.Id);
        return [.. windows.Select(w => new PlannedWindow(
            w,
            new WindowSchedule(w, w.TriggerId is { } trigger ? byId.GetValueOrDefault(trigger) : null),
            new QuickScope(w.Matchers, w.AssetId is { } asset ? trees[asset] : null, w.SiteId)))];
    }

    /// <summary>What hides alerts at the moment; null when it does not.</summary>
    public Hider? HiderAt(DateTimeOffset now)
    {
        if (Schedule.At(now) is { } stretch)
        {
            return new Hider(Scope, Suppressor(stretch.End));
        }

        return Schedule.WaitsAt(now) is { } waiting ? new Hider(Scope, Suppressor(waiting.To + waiting.Lasts)) { Waiting = waiting } : null;
    }

    private Suppressor Suppressor(DateTimeOffset until) => new(SuppressorKind.Window, Window.Id, Window.Name, until);
}
