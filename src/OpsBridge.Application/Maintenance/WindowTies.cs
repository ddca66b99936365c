using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>Checks a plan together with what it refers to: asset, site, and the windows that start one another.</summary>
internal static class WindowTies
{
    /// <summary>Plain words by field of <see cref="WindowDetails"/>; empty when the plan may be stored.</summary>
    /// <param name="db">Where to look.</param>
    /// <param name="id">Key of the window that gets the plan; null for a new one.</param>
    /// <param name="details">The plan.</param>
    /// <param name="valid">What the plan says against itself (<see cref="WindowDetails.Validate"/>).</param>
    /// <param name="now">The moment.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ErrorsAsync(
        OpsDbContext db, Guid? id, WindowDetails details, IReadOnlyDictionary<string, string> valid, DateTimeOffset now, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(valid, StringComparer.Ordinal);
        var scope = details.Scope;
        if (scope.AssetId is { } asset && !await db.Set<Asset>().AnyAsync(a => a.Id == asset, ct))
        {
            errors.TryAdd(nameof(WindowDetails.Scope), "There is no such asset any more.");
        }

        if (scope.SiteId is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site, ct))
        {
            errors.TryAdd(nameof(WindowDetails.Scope), "There is no such site any more.");
        }

        if (details is { Kind: WindowKind.Triggered, TriggerId: { } by })
        {
            var trigger = by == id ? null : await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == by && w.CancelledAt == null, ct);
            Put(errors, nameof(WindowDetails.TriggerId), RefuseTrigger(trigger));
            Put(errors, nameof(WindowDetails.Lasts), RefuseOverlap(trigger?.Cron, trigger?.Zone, details.Lasts, now));
        }

        if (id is { } own)
        {
            await CheckStartedByAsync(db, own, details, errors, now, ct);
        }

        return errors;
    }

    /// <summary>The windows that this one starts must still fit.</summary>
    private static async Task CheckStartedByAsync(
        OpsDbContext db, Guid id, WindowDetails details, Dictionary<string, string> errors, DateTimeOffset now, CancellationToken ct)
    {
        var started = await db.Set<MaintenanceWindow>().Where(w => w.TriggerId == id && w.CancelledAt == null).Select(w => new { w.Name, w.Lasts }).ToListAsync(ct);
        foreach (var other in started)
        {
            Put(errors, nameof(WindowDetails.Kind), details.Kind == WindowKind.Triggered ? $"It starts {other.Name}, so nothing can start it." : null);
            Put(
                errors,
                nameof(WindowDetails.Cron),
                details.Kind == WindowKind.Recurring && RefuseOverlap(details.Cron, details.Zone, other.Lasts, now) is not null
                    ? $"{other.Name}, which it starts, would still run when it begins again."
                    : null);
        }
    }

    private static string? RefuseTrigger(MaintenanceWindow? trigger) => trigger switch
    {
        null => "Choose another window that is not called off.",
        { Kind: WindowKind.Triggered } => $"{trigger.Name} is itself started by another window; choose that one.",
        _ => null,
    };

    private static string? RefuseOverlap(string? cron, string? zone, TimeSpan? lasts, DateTimeOffset now) =>
        cron is not null && zone is not null && lasts is { } span ? Recurrence.Create(cron, zone).Recurrence?.RefuseLength(span, now) : null;

    private static void Put(Dictionary<string, string> errors, string field, string? error)
    {
        if (error is not null)
        {
            errors.TryAdd(field, error);
        }
    }
}
