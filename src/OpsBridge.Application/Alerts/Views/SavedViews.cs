using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Views;

/// <summary>One saved view as menus show it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="Scope">Whom it is for.</param>
/// <param name="OwnerName">Who saved it last.</param>
/// <param name="Query">Part of the address from the question mark on.</param>
public sealed record SavedViewRow(Guid Id, string Name, SavedViewScope Scope, string OwnerName, string Query);

/// <summary>Reads saved views.</summary>
public interface ISavedViews
{
    /// <summary>The actor's own and those of everybody: the default first, then by scope and name.</summary>
    Task<IReadOnlyList<SavedViewRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISavedViews"/>
public sealed class SavedViews(IDbContextFactory<OpsDbContext> contexts) : ISavedViews
{
    /// <summary>Announced when a view is saved or deleted.</summary>
    public const string Topic = "saved_views";

    /// <summary>The permission that saving and deleting a view of a scope needs.</summary>
    public static string Needed(SavedViewScope scope) => scope switch
    {
        SavedViewScope.Personal => Permissions.ViewAlerts,
        SavedViewScope.Team => Permissions.HandleAlerts,
        _ => Permissions.ShareViews,
    };

    /// <inheritdoc />
    public async Task<IReadOnlyList<SavedViewRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<SavedView>().AsNoTracking()
            .Where(v => v.Scope != SavedViewScope.Personal || v.OwnerId == actor.Id)
            .Select(v => new SavedViewRow(v.Id, v.Name, v.Scope, v.OwnerName, v.Query))
            .ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.Scope).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
