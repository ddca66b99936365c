using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of <see cref="SaveWindow"/>.</summary>
public abstract record SaveWindowResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key.</param>
    public sealed record Saved(Guid Id) : SaveWindowResult;

    /// <summary>Somebody changed it since the actor looked; nothing was stored.</summary>
    public sealed record Stale : SaveWindowResult;

    /// <summary>It is called off; make a new one.</summary>
    public sealed record Cancelled : SaveWindowResult;

    /// <summary>Somebody else answers for it, and the actor does not oversee windows.</summary>
    /// <param name="Owner">Who does.</param>
    public sealed record NotYours(string Owner) : SaveWindowResult;

    /// <summary>No such window.</summary>
    public sealed record NotFound : SaveWindowResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="WindowDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveWindowResult;
}

/// <summary>Plans a maintenance window, or plans it anew.</summary>
public sealed class SaveWindow(MaintenanceChange change, IOptions<MaintenanceOptions> options)
{
    /// <summary>Stores a new window, or another plan of a known one as the actor saw it.</summary>
    /// <param name="id">Key of a known window; null for a new one.</param>
    /// <param name="seenVersion">Its row version as the actor saw it; ignored for a new one.</param>
    /// <param name="details">The plan.</param>
    /// <param name="actor">Who plans.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SaveWindowResult> HandleAsync(Guid? id, uint seenVersion, WindowDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.ApplyAsync(
            async (db, now) =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Windows})", ct);
                var old = id is null ? null : await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == id, ct);
                var answer = id is not null && old is null ? new SaveWindowResult.NotFound() : Refuse(old, seenVersion, actor);
                answer ??= await WindowTies.ErrorsAsync(db, id, details, details.Validate(now, options.Value.WindowLimit), now, ct) is { Count: > 0 } errors
                    ? new SaveWindowResult.Invalid(errors)
                    : null;
                answer ??= Store(db, old, details.Normalized(), actor, now);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return answer;
            },
            ct);
    }

    private static SaveWindowResult? Refuse(MaintenanceWindow? old, uint seenVersion, Actor actor) => old switch
    {
        null => null,
        { CancelledAt: not null } => new SaveWindowResult.Cancelled(),
        _ when !Ownership.MayChange(old.OwnerId, actor) => new SaveWindowResult.NotYours(old.OwnerName),
        _ when old.Version != seenVersion => new SaveWindowResult.Stale(),
        _ => null,
    };

    private static SaveWindowResult.Saved Store(OpsDbContext db, MaintenanceWindow? old, WindowDetails details, Actor actor, DateTimeOffset now)
    {
        if (old is null)
        {
            var window = MaintenanceWindow.Create(details, actor, now);
            db.Add(window);
            db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(window, "planned", "planned") with { Why = window.Reason }));
            return new SaveWindowResult.Saved(window.Id);
        }

        var before = WindowHistory.Facts(old);
        old.Change(details, now);
        db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(old, "changed", "changed the plan of") with { Before = before, Why = old.Reason }));
        return new SaveWindowResult.Saved(old.Id);
    }
}
