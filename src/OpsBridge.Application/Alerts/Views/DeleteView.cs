using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Views;

/// <summary>Answer of <see cref="DeleteView"/>.</summary>
public enum DeleteViewResult
{
    /// <summary>It is gone.</summary>
    Done,

    /// <summary>There is no such view, or it is somebody else's own.</summary>
    NotFound,
}

/// <summary>Somebody gives up a saved view.</summary>
public sealed class DeleteView(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Deletes it; needs what saving it needs.</summary>
    public async Task<DeleteViewResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SavedView>().SingleOrDefaultAsync(v => v.Id == id, ct) is not { } view
            || (view.Scope == SavedViewScope.Personal && view.OwnerId != actor.Id))
        {
            return DeleteViewResult.NotFound;
        }

        actor.Demand(SavedViews.Needed(view.Scope));
        db.Remove(view);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("view.deleted", view.Id.ToString(), $"deleted view {view.Name}")
        {
            Before = new { view.Name, Scope = view.Scope.ToString(), view.Query },
        }));
        try
        {
            await db.SaveChangesAsync(ct);
            return DeleteViewResult.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return DeleteViewResult.NotFound; // somebody was faster
        }
    }
}
