using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>Shows when a plan would be in force, before it is stored.</summary>
public interface IWindowTimes
{
    /// <summary>The next stretches from now on, at most <paramref name="count"/>; none where the plan makes no sense yet.</summary>
    Task<IReadOnlyList<WindowStretch>> NextAsync(WindowDetails plan, int count, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IWindowTimes"/>
public sealed class WindowTimes(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IWindowTimes
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<WindowStretch>> NextAsync(WindowDetails plan, int count, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var trigger = await TriggerAsync(plan, ct);
        return MakesSense(plan) && (plan.Kind != WindowKind.Triggered || trigger is not null)
            ? [.. new WindowSchedule(Imagined(plan), trigger).EndingAfter(clock.GetUtcNow()).Take(count)]
            : [];
    }

    /// <summary>The stretches that a recurring plan would have had; null for plans that say nothing about the past.</summary>
    internal static IReadOnlyList<WindowStretch>? Past(WindowDetails plan, DateTimeOffset from, DateTimeOffset to) =>
        plan.Kind == WindowKind.Recurring && MakesSense(plan)
            ? [.. new WindowSchedule(Imagined(plan with { From = from - MaintenanceOptions.LongestStretch, To = to }), null).EndingAfter(from)]
            : null;

    private static MaintenanceWindow Imagined(WindowDetails plan) =>
        MaintenanceWindow.Create(plan.Normalized(), Actor.Internal("preview"), DateTimeOffset.UnixEpoch);

    /// <summary>Whether there are times to show: nothing that a schedule needs is missing or endless.</summary>
    private static bool MakesSense(WindowDetails plan) => plan.Kind switch
    {
        WindowKind.Fixed => plan.From < plan.To,
        WindowKind.Flexible => false,
        WindowKind.Triggered => plan.Lasts > TimeSpan.Zero,
        WindowKind.Recurring => plan.Lasts > TimeSpan.Zero && plan.From < plan.To && Recurrence.Create(plan.Cron ?? "", plan.Zone ?? "").Recurrence is not null,
        _ => false,
    };

    private async Task<MaintenanceWindow?> TriggerAsync(WindowDetails plan, CancellationToken ct)
    {
        if (plan is not { Kind: WindowKind.Triggered, TriggerId: { } id })
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<MaintenanceWindow>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
    }
}
