using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>Reads maintenance windows for screens.</summary>
public interface IWindowList
{
    /// <summary>Every window that is planned or in force, and those that were over within the last 7 days; in force first, then by next start.</summary>
    Task<IReadOnlyList<WindowRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One window, however old; null when there is none.</summary>
    Task<WindowRow?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IWindowList"/>
public sealed class WindowList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IWindowList
{
    private const int MostAhead = 100;
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(7);

    /// <inheritdoc />
    public async Task<IReadOnlyList<WindowRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await RowsAsync(db, await PlannedWindow.ReadAsync(db, now, ct), now, ct);
        return [.. rows.Where(r => r.State is not (WindowState.Over or WindowState.Cancelled) || r.UpdatedAt > now - s_remembered || r.Plan.To > now - s_remembered)
            .OrderBy(r => r.State).ThenBy(r => (r.Now ?? r.Next)?.Start ?? DateTimeOffset.MaxValue).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc />
    public async Task<WindowRow?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var windows = await db.Set<MaintenanceWindow>().AsNoTracking()
            .Where(w => w.Id == id || db.Set<MaintenanceWindow>().Any(t => t.Id == id && t.TriggerId == w.Id)).ToListAsync(ct);
        var planned = (await PlannedWindow.OfAsync(db, windows, ct)).Where(p => p.Window.Id == id).ToList();
        return (await RowsAsync(db, planned, clock.GetUtcNow(), ct)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<WindowRow>> RowsAsync(OpsDbContext db, IReadOnlyList<PlannedWindow> planned, DateTimeOffset now, CancellationToken ct)
    {
        var assets = planned.Select(p => p.Window.AssetId).OfType<Guid>().Distinct().ToArray();
        var sites = planned.Select(p => p.Window.SiteId).OfType<Guid>().Distinct().ToArray();
        var triggers = planned.Select(p => p.Window.TriggerId).OfType<Guid>().Distinct().ToArray();
        var names = await db.Set<Asset>().Where(a => assets.Contains(a.Id)).Select(a => new { a.Id, a.Name })
            .Concat(db.Set<Site>().Where(s => sites.Contains(s.Id)).Select(s => new { s.Id, s.Name }))
            .Concat(db.Set<MaintenanceWindow>().Where(w => triggers.Contains(w.Id)).Select(w => new { w.Id, w.Name }))
            .ToDictionaryAsync(n => n.Id, n => n.Name, ct);
        return [.. planned.Select(p => Row(p, names, now))];
    }

    private static WindowRow Row(PlannedWindow planned, Dictionary<Guid, string> names, DateTimeOffset now)
    {
        var (window, schedule) = (planned.Window, planned.Schedule);
        var ahead = schedule.EndingAfter(now).TakeWhile(s => s.Start < now + WindowRow.Ahead).Take(MostAhead).ToList();
        var current = schedule.At(now);
        return new WindowRow
        {
            Id = window.Id,
            Name = window.Name,
            Plan = window.ToDetails(),
            AssetName = NameOf(window.AssetId, names),
            SiteName = NameOf(window.SiteId, names),
            TriggerName = NameOf(window.TriggerId, names),
            OwnerId = window.OwnerId,
            OwnerName = window.OwnerName,
            State = StateOf(window, schedule, current, now),
            Now = current,
            Next = schedule.EndingAfter(now).FirstOrDefault(s => s.Start > now),
            Upcoming = ahead,
            UpdatedAt = window.UpdatedAt,
            Version = window.Version,
        };
    }

    private static WindowState StateOf(MaintenanceWindow window, WindowSchedule schedule, WindowStretch? current, DateTimeOffset now) =>
        window.CancelledAt is not null ? WindowState.Cancelled
        : current is not null ? WindowState.InForce
        : schedule.WaitsAt(now) is not null ? WindowState.Waiting
        : schedule.IsOver(now) && window.Kind != WindowKind.Triggered ? WindowState.Over
        : WindowState.Planned;

    private static string? NameOf(Guid? id, Dictionary<Guid, string> names) => id is { } key ? names.GetValueOrDefault(key) : null;
}
