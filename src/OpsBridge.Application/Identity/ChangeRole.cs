namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="ChangeRole"/>.</summary>
public abstract record ChangeRoleResult
{
    /// <summary>Changed; open pages know within 2 seconds.</summary>
    public sealed record Done(Role Before) : ChangeRoleResult;

    /// <summary>It has that role already.</summary>
    public sealed record Unchanged : ChangeRoleResult;

    /// <summary>Nobody changes their own role.</summary>
    public sealed record OwnAccount : ChangeRoleResult;

    /// <summary>One admin must remain.</summary>
    public sealed record LastAdmin : ChangeRoleResult;

    /// <summary>No such account.</summary>
    public sealed record NotFound : ChangeRoleResult;
}

/// <summary>An admin gives an account another role.</summary>
public sealed class ChangeRole(AccountChange change)
{
    /// <summary>Changes the role.</summary>
    public Task<ChangeRoleResult> HandleAsync(Guid accountId, Role role, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        return change.ApplyAsync<ChangeRoleResult>(
            accountId,
            actor,
            new ChangeRoleResult.NotFound(),
            found =>
            {
                var (account, before) = (found.Account, found.Account.Role);
                if (before == role)
                {
                    return (new ChangeRoleResult.Unchanged(), null);
                }

                if (found.IsOwn)
                {
                    return (new ChangeRoleResult.OwnAccount(), null);
                }

                if (found.IsLastAdmin)
                {
                    return (new ChangeRoleResult.LastAdmin(), null);
                }

                account.Role = role;
                return (new ChangeRoleResult.Done(before), AccountChange.Happened(account, "role_changed", $"made {role} of") with
                {
                    Before = new { Role = before.ToString() },
                    After = new { Role = role.ToString() },
                });
            },
            ct);
    }
}
