using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>An admin makes a source, and its first key with it.</summary>
public sealed class CreateSource(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Makes the source, unless a value is wrong or the name is taken.</summary>
    public async Task<CreateSourceResult> HandleAsync(SourceDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new CreateSourceResult.Invalid(errors);
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var source = Source.Create(details, now);
        if (await db.Set<Source>().AnyAsync(s => s.Name == source.Name, ct))
        {
            return SourceErrors.NameTaken;
        }

        var key = CreateApiKey.Add(db, new ApiKeyDetails(source.Name, source.KeyPermissions, ExpiresAt: null), actor, now);
        if (key is not CreateApiKeyResult.Done made)
        {
            return new CreateSourceResult.Invalid(SourceErrors.OfKey((CreateApiKeyResult.Invalid)key));
        }

        source.Add(made.Id);
        db.Add(source);
        db.Add(TimelineEntry.Record(now, actor, SourceHistory.Of(source, "created", $"created source {source.Name}") with { After = SourceHistory.Facts(source.ToDetails()) }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return SourceErrors.NameTaken; // somebody was faster by a moment
        }

        return new CreateSourceResult.Done(source.Id, source.Version, new NewKey(made.Id, made.Token));
    }
}

/// <summary>Answer of <see cref="CreateSource"/>.</summary>
public abstract record CreateSourceResult
{
    /// <summary>Made.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Version">Its row version, for the next change.</param>
    /// <param name="Key">Its first API key; the secret is shown this once.</param>
    public sealed record Done(Guid Id, uint Version, NewKey Key) : CreateSourceResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SourceDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : CreateSourceResult;
}

/// <summary>An API key at the one moment when its secret is known.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">The secret, to be shown once.</param>
public sealed record NewKey(Guid Id, string Token);

internal static class SourceErrors
{
    public static CreateSourceResult.Invalid NameTaken { get; } =
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(SourceDetails.Name)] = "Another source has this name." });

    public static Dictionary<string, string> OfKey(CreateApiKeyResult.Invalid refused) =>
        new(StringComparer.Ordinal) { [refused.Field == "name" ? nameof(SourceDetails.Name) : nameof(SourceDetails.Scopes)] = refused.Reason };
}
