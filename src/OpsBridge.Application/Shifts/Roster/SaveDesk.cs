using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="SaveDesk"/>.</summary>
public abstract record SaveDeskResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key.</param>
    public sealed record Saved(Guid Id) : SaveDeskResult;

    /// <summary>Somebody changed it since the actor looked; nothing was stored.</summary>
    public sealed record Stale : SaveDeskResult;

    /// <summary>No such desk in use.</summary>
    public sealed record NotFound : SaveDeskResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="DeskDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveDeskResult;
}

/// <summary>
/// Makes a desk, or changes one. Another zone counts for shifts that are made from then on; shifts that are planned already
/// keep their moments until they are made anew.
/// </summary>
public sealed class SaveDesk(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores a new desk, or other details of one as the actor saw it.</summary>
    /// <param name="id">Key of a known desk; null for a new one.</param>
    /// <param name="seenVersion">Its row version as the actor saw it; ignored for a new one.</param>
    /// <param name="details">What it is to be.</param>
    /// <param name="actor">Who plans.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SaveDeskResult> HandleAsync(Guid? id, uint seenVersion, DeskDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new SaveDeskResult.Invalid(errors);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        try
        {
            var result = await StoreAsync(db, id, seenVersion, details.Normalized(), actor, ct);
            await db.SaveChangesAsync(ct);
            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new SaveDeskResult.Stale();
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new SaveDeskResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(DeskDetails.Name)] = "Another desk has this name." });
        }
    }

    private async Task<SaveDeskResult> StoreAsync(OpsDbContext db, Guid? id, uint seenVersion, DeskDetails details, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (id is null)
        {
            var made = Desk.Create(details, now);
            db.Add(made);
            db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(made, "created", $"made desk {made.Name}") with { After = DeskHistory.Facts(made) }));
            return new SaveDeskResult.Saved(made.Id);
        }

        if (await db.Set<Desk>().SingleOrDefaultAsync(d => d.Id == id && d.RetiredAt == null, ct) is not { } desk)
        {
            return new SaveDeskResult.NotFound();
        }

        if (desk.Version != seenVersion)
        {
            return new SaveDeskResult.Stale();
        }

        var before = DeskHistory.Facts(desk);
        desk.Change(details);
        db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(desk, "changed", $"changed desk {desk.Name}") with { Before = before, After = DeskHistory.Facts(desk) }));
        return new SaveDeskResult.Saved(desk.Id);
    }
}
