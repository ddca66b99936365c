using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="CreateApiKey"/>.</summary>
public abstract record CreateApiKeyResult
{
    /// <summary>Made. The token is shown this once.</summary>
    public sealed record Done(Guid Id, string Token) : CreateApiKeyResult;

    /// <summary>Something cannot be so.</summary>
    public sealed record Invalid(string Field, string Reason) : CreateApiKeyResult;
}

/// <summary>An admin makes a key for a program.</summary>
public sealed class CreateApiKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 60;

    /// <summary>What an actor may put into a key: what they hold, and reporting, which only programs do.</summary>
    public static IReadOnlyList<string> Grantable(Actor actor) =>
        [.. Permissions.All.Where(permission => actor.May(permission) || permission == Permissions.ReportAlerts)];

    /// <summary>Makes the key.</summary>
    public async Task<CreateApiKeyResult> HandleAsync(ApiKeyDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var result = Add(db, details, actor, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return result;
    }

    /// <summary>Adds a key and its timeline entry to the context of a caller who has demanded what making this key takes, and who saves.</summary>
    internal static CreateApiKeyResult Add(OpsDbContext db, ApiKeyDetails details, Actor actor, DateTimeOffset now)
    {
        if (Judge(details, actor, now) is { } invalid)
        {
            return invalid;
        }

        var token = ApiKey.NewToken();
        var key = ApiKey.Create(token, details, actor, now);
        db.Add(key);
        db.Add(TimelineEntry.Record(now, actor, new Happening("api_key.created", key.Id.ToString(), $"created API key {key.Name}")
        {
            After = new { key.Prefix, key.Permissions, key.ExpiresAt },
        }));
        return new CreateApiKeyResult.Done(key.Id, token);
    }

    private static CreateApiKeyResult.Invalid? Judge(ApiKeyDetails details, Actor actor, DateTimeOffset now)
    {
        if (details.Name.Trim().Length is 0 or > MaxName)
        {
            return new CreateApiKeyResult.Invalid("name", $"A name has 1 to {MaxName} characters.");
        }

        if (details.Permissions.Count == 0)
        {
            return new CreateApiKeyResult.Invalid("permissions", "A key needs at least one permission.");
        }

        if (details.Permissions.Except(Grantable(actor), StringComparer.Ordinal).FirstOrDefault() is { } foreign)
        {
            return new CreateApiKeyResult.Invalid("permissions", $"You cannot grant {foreign}.");
        }

        return details.ExpiresAt <= now ? new CreateApiKeyResult.Invalid("expires", "The end lies in the past.") : null;
    }
}
