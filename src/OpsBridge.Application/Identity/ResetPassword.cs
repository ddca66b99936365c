namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="ResetPassword"/>.</summary>
public abstract record ResetPasswordResult
{
    /// <summary>The old password is gone and every session over. The setup secret is shown once.</summary>
    public sealed record Done(string SetupSecret, DateTimeOffset GoodUntil) : ResetPasswordResult;

    /// <summary>One's own password is changed on one's own page.</summary>
    public sealed record OwnAccount : ResetPasswordResult;

    /// <summary>Enable it first.</summary>
    public sealed record Disabled : ResetPasswordResult;

    /// <summary>No such account.</summary>
    public sealed record NotFound : ResetPasswordResult;
}

/// <summary>An admin lets an account choose its password anew. Earlier links are void.</summary>
public sealed class ResetPassword(AccountChange change)
{
    /// <summary>Takes the password away and makes a setup link.</summary>
    public Task<ResetPasswordResult> HandleAsync(Guid accountId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        var secret = Secret.New();
        return change.ApplyAsync<ResetPasswordResult>(
            accountId,
            actor,
            new ResetPasswordResult.NotFound(),
            found =>
            {
                if (found.IsOwn)
                {
                    return (new ResetPasswordResult.OwnAccount(), null);
                }

                if (found.Account.DisabledAt is not null)
                {
                    return (new ResetPasswordResult.Disabled(), null);
                }

                found.Account.DropPassword();
                return (new ResetPasswordResult.Done(secret, found.Now + AccountLink.SetupLifetime), AccountChange.Happened(found.Account, "password_reset", "reset the password of"));
            },
            ct,
            secret);
    }
}
