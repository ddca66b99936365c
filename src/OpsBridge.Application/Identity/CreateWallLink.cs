using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="CreateWallLink"/>.</summary>
public abstract record CreateWallLinkResult
{
    /// <summary>Made. The secret is shown this once.</summary>
    public sealed record Done(Guid Id, string Secret) : CreateWallLinkResult;

    /// <summary>The name cannot be used.</summary>
    public sealed record InvalidName(string Reason) : CreateWallLinkResult;
}

/// <summary>An admin makes a read-only link for a screen on the wall.</summary>
public sealed class CreateWallLink(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 60;

    /// <summary>Makes the link.</summary>
    public async Task<CreateWallLinkResult> HandleAsync(string name, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        if (name.Trim().Length is 0 or > MaxName)
        {
            return new CreateWallLinkResult.InvalidName($"A name has 1 to {MaxName} characters.");
        }

        var now = clock.GetUtcNow();
        var secret = Secret.New();
        var link = WallLink.Create(secret, name, actor, now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(link);
        db.Add(TimelineEntry.Record(now, actor, new Happening("wall_link.created", link.Id.ToString(), $"created wallboard link {link.Name}")));
        await db.SaveChangesAsync(ct);
        return new CreateWallLinkResult.Done(link.Id, secret);
    }
}
