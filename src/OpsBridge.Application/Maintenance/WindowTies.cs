using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;

namespace OpsBridge.Maintenance;

/// <summary>Checks a plan together with what it refers to: asset, site, and the windows that start one another.</summary>
internal sealed class WindowTies(OpsDbContext db, TimeSpan longest)
{
    /// <summary>Plain words by field of <see cref="WindowDetails"/>; empty when the plan may be stored.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ErrorsAsync(Guid? id, WindowDetails details, DateTimeOffset now, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(details.Validate(now, longest), StringComparer.Ordinal);
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
            await CheckStartedByAsync(own, details, errors, now, ct);
        }

        return errors;
    }

    /// <summary>The windows that this one starts must still fit.</summary>
    private async Task CheckStartedByAsync(Guid id, WindowDetails details, Dictionary<string, string> errors, DateTimeOffset now, CancellationToken ct)
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
