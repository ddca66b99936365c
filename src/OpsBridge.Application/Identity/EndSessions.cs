namespace OpsBridge.Identity;

/// <summary>Ends every session of an account: one's own ("sign out everywhere"), or as an admin anybody's.</summary>
public sealed class EndSessions(AccountChange change)
{
    /// <summary>Ends them; false when there is no such account.</summary>
    public Task<bool> HandleAsync(Guid accountId, Actor actor, CancellationToken ct)
    {
        if (actor.Id != accountId)
        {
            actor.Demand(Permissions.ManageAccounts);
        }

        return change.ApplyAsync(
            accountId,
            actor,
            false,
            found =>
            {
                found.Account.EndSessions();
                return (true, AccountChange.Happened(found.Account, "sessions_ended", "ended every session of"));
            },
            ct);
    }
}
