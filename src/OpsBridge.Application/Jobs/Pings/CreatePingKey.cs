using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>A supervisor makes a ping key, so that senders can name jobs by slug and make them by their first ping.</summary>
public sealed class CreatePingKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Makes it. Its text is shown this once.</summary>
    public async Task<CreatePingKeyResult> HandleAsync(string name, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        if (!PlainText.IsLine(name, 1, PingKey.MaxName))
        {
            return new CreatePingKeyResult.Invalid("Give a name of 1 to 60 characters on one line.");
        }

        var (token, now) = (PingKey.NewToken(), clock.GetUtcNow());
        var key = PingKey.Create(token, name, actor, now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(key);
        db.Add(TimelineEntry.Record(now, actor, new Happening("ping_key.created", key.Id.ToString(), $"created ping key {key.Name}")));
        await db.SaveChangesAsync(ct);
        return new CreatePingKeyResult.Done(key.Id, token);
    }
}

/// <summary>Answer of <see cref="CreatePingKey"/>.</summary>
public abstract record CreatePingKeyResult
{
    /// <summary>Made.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Token">The whole key; only its hash is kept.</param>
    public sealed record Done(Guid Id, string Token) : CreatePingKeyResult
    {
        /// <summary>Names no secret.</summary>
        public override string ToString() => nameof(Done);
    }

    /// <summary>Not made.</summary>
    /// <param name="Reason">Plain words.</param>
    public sealed record Invalid(string Reason) : CreatePingKeyResult;
}
