using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin asks for a new URL of a heartbeat, for example because the old one leaked.</summary>
public sealed class IssueHeartbeatUrl(CheckChange changes)
{
    /// <summary>Makes a new token; the old one stops working at once.</summary>
    public Task<IssueHeartbeatUrlResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        return changes.ApplyAsync<IssueHeartbeatUrlResult>(
            async (db, now) =>
            {
                var check = await db.Set<Check>().SingleOrDefaultAsync(c => c.Id == id, ct);
                if (check?.Settings is not HeartbeatSettings)
                {
                    return check is null ? new IssueHeartbeatUrlResult.NotFound() : new IssueHeartbeatUrlResult.NoHeartbeat();
                }

                var token = Secret.New();
                check.SetHeartbeatToken(Secret.Hash(token));
                db.Add(TimelineEntry.Record(now, actor, CheckHistory.UrlIssued(check)));
                await db.SaveChangesAsync(ct);
                return new IssueHeartbeatUrlResult.Done(token);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="IssueHeartbeatUrl"/>.</summary>
public abstract record IssueHeartbeatUrlResult
{
    /// <summary>The new secret, shown this once; only its hash is stored.</summary>
    public sealed record Done(string Token) : IssueHeartbeatUrlResult
    {
        /// <summary>Names no secret.</summary>
        public override string ToString() => nameof(Done);
    }

    /// <summary>The check is of another kind.</summary>
    public sealed record NoHeartbeat : IssueHeartbeatUrlResult;

    /// <summary>No such check.</summary>
    public sealed record NotFound : IssueHeartbeatUrlResult;
}
