using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Handling;

/// <summary>Somebody whom an alert can be given to.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name.</param>
public sealed record Assignee(Guid Id, string Name);

/// <summary>Reads whom an alert can be given to.</summary>
public interface IAssigneeList
{
    /// <summary>Accounts that may sign in and handle alerts, by name.</summary>
    Task<IReadOnlyList<Assignee>> AllAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAssigneeList"/>
public sealed class AssigneeList(IDbContextFactory<OpsDbContext> contexts) : IAssigneeList
{
    private static readonly Role[] s_roles = [.. Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(Permissions.HandleAlerts))];

    /// <inheritdoc />
    public async Task<IReadOnlyList<Assignee>> AllAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Account>().AsNoTracking()
            .Where(a => a.DisabledAt == null && s_roles.Contains(a.Role))
            .OrderBy(a => a.NormalizedUserName)
            .Select(a => new Assignee(a.Id, a.UserName!))
            .ToListAsync(ct);
    }
}
