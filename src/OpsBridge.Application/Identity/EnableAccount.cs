namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="EnableAccount"/>.</summary>
public abstract record EnableAccountResult
{
    /// <summary>In use again, with the password it had.</summary>
    public sealed record Done : EnableAccountResult;

    /// <summary>It was in use.</summary>
    public sealed record AlreadyEnabled : EnableAccountResult;

    /// <summary>No such account.</summary>
    public sealed record NotFound : EnableAccountResult;
}

/// <summary>An admin puts a disabled account in use again.</summary>
public sealed class EnableAccount(AccountChange change)
{
    /// <summary>Enables the account.</summary>
    public Task<EnableAccountResult> HandleAsync(Guid accountId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        return change.ApplyAsync<EnableAccountResult>(
            accountId,
            actor,
            new EnableAccountResult.NotFound(),
            found => found.Account.Enable()
                ? (new EnableAccountResult.Done(), AccountChange.Happened(found.Account, "enabled", "enabled"))
                : (new EnableAccountResult.AlreadyEnabled(), null),
            ct);
    }
}
