using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Views;

/// <summary>Somebody keeps a way to look at the alerts under a name. The same name again is the same view, changed.</summary>
public sealed class SaveView(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int MostPersonal = 100;

    /// <summary>Saves it. One's own needs no more than looking, one for everybody handling, what everybody sees first sharing.</summary>
    public async Task<SaveViewResult> HandleAsync(SavedViewDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        actor.Demand(SavedViews.Needed(details.Scope));
        if (details.Validate() is { } reason)
        {
            return new SaveViewResult.Invalid(reason);
        }

        if (actor.Id is not { } owner)
        {
            return new SaveViewResult.Invalid("Only people save views.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.SavedViews})", ct); // one name, one default
        var same = await SameNameAsync(db, details, owner, ct);
        if (same is null && details.Scope == SavedViewScope.Personal
            && await db.Set<SavedView>().CountAsync(v => v.OwnerId == owner && v.Scope == SavedViewScope.Personal, ct) >= MostPersonal)
        {
            return new SaveViewResult.Invalid($"You have {MostPersonal} views already; delete one first.");
        }

        await MakeRoomAsync(db, details, same, ct);
        var view = Write(db, same, details, owner, actor);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new SaveViewResult.Done(view.Id, same is not null);
    }

    private SavedView Write(OpsDbContext db, SavedView? same, SavedViewDetails details, Guid owner, Actor actor)
    {
        var now = clock.GetUtcNow();
        object? before = same is null ? null : new { same.Name, Scope = same.Scope.ToString(), same.Query };
        var view = same ?? SavedView.Create(details, owner, actor.Name, now);
        if (same is null)
        {
            db.Add(view);
        }
        else
        {
            same.Change(details, owner, actor.Name, now);
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("view.saved", view.Id.ToString(), $"saved view {view.Name}")
        {
            Before = before,
            After = new { view.Name, Scope = view.Scope.ToString(), view.Query },
        }));
        return view;
    }

    private static async Task<SavedView?> SameNameAsync(OpsDbContext db, SavedViewDetails details, Guid owner, CancellationToken ct)
    {
        var among = details.Scope == SavedViewScope.Personal
            ? db.Set<SavedView>().Where(v => v.OwnerId == owner && v.Scope == SavedViewScope.Personal)
            : db.Set<SavedView>().Where(v => v.Scope != SavedViewScope.Personal);
        return (await among.ToListAsync(ct)).Find(v => string.Equals(v.Name, details.Name.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    // The earlier default stays as a view of the team.
    private static async Task MakeRoomAsync(OpsDbContext db, SavedViewDetails details, SavedView? same, CancellationToken ct)
    {
        if (details.Scope == SavedViewScope.ShiftDefault
            && await db.Set<SavedView>().SingleOrDefaultAsync(v => v.Scope == SavedViewScope.ShiftDefault, ct) is { } earlier && earlier != same)
        {
            earlier.StepBack();
            await db.SaveChangesAsync(ct); // before the new one: at no moment are there two
        }
    }
}

/// <summary>Answer of <see cref="SaveView"/>.</summary>
public abstract record SaveViewResult
{
    /// <summary>Saved.</summary>
    /// <param name="Id">Key.</param>
    /// <param name="Replaced">A view of that name was there and has changed.</param>
    public sealed record Done(Guid Id, bool Replaced) : SaveViewResult;

    /// <summary>Not saved.</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Invalid(string Reason) : SaveViewResult;
}
