namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="DisableAccount"/>.</summary>
public abstract record DisableAccountResult
{
    /// <summary>Disabled; its sessions are over.</summary>
    public sealed record Done : DisableAccountResult;

    /// <summary>It was disabled already.</summary>
    public sealed record AlreadyDisabled : DisableAccountResult;

    /// <summary>Nobody disables themselves.</summary>
    public sealed record OwnAccount : DisableAccountResult;

    /// <summary>One admin must remain.</summary>
    public sealed record LastAdmin : DisableAccountResult;

    /// <summary>No such account.</summary>
    public sealed record NotFound : DisableAccountResult;
}

/// <summary>An admin takes an account out of use. Accounts are never deleted: the timeline names them.</summary>
public sealed class DisableAccount(AccountChange change)
{
    /// <summary>Disables the account and ends its sessions.</summary>
    public Task<DisableAccountResult> HandleAsync(Guid accountId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        return change.ApplyAsync<DisableAccountResult>(
            accountId,
            actor,
            new DisableAccountResult.NotFound(),
            found =>
            {
                if (found.IsOwn)
                {
                    return (new DisableAccountResult.OwnAccount(), null);
                }

                if (found.IsLastAdmin)
                {
                    return (new DisableAccountResult.LastAdmin(), null);
                }

                return found.Account.Disable(found.Now)
                    ? (new DisableAccountResult.Done(), AccountChange.Happened(found.Account, "disabled", "disabled"))
                    : (new DisableAccountResult.AlreadyDisabled(), null);
            },
            ct);
    }
}
