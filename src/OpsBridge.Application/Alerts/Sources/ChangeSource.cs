using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>An admin changes a source. Its mapping counts from the next event on; what was before stays in the timeline.</summary>
public sealed class ChangeSource(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Takes over the values, provided that the source still is as the admin saw it.</summary>
    /// <remarks>New scopes count for new keys: what a key may do never changes.</remarks>
    public async Task<ChangeSourceResult> HandleAsync(Guid id, uint seenVersion, SourceDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new ChangeSourceResult.Invalid(errors);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var source = await db.Set<Source>().SingleOrDefaultAsync(s => s.Id == id, ct);
        if (source is null || source.Version != seenVersion)
        {
            return source is null ? new ChangeSourceResult.NotFound() : new ChangeSourceResult.Stale(source.Version);
        }

        if (details.Name.Trim() != source.Name)
        {
            return Renamed();
        }

        var before = source.ToDetails();
        source.Change(details);
        if (SourceHistory.Changed(source, before, source.ToDetails()) is not { } happening)
        {
            return new ChangeSourceResult.Done(source.Version);
        }

        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, happening));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangeSourceResult.Stale(0); // changed between the reading and the writing
        }

        return new ChangeSourceResult.Done(source.Version);
    }

    private static ChangeSourceResult.Invalid Renamed() => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(SourceDetails.Name)] = "The name of a source is part of the identity of its alerts and stays.",
    });
}

/// <summary>Answer of <see cref="ChangeSource"/>.</summary>
public abstract record ChangeSourceResult
{
    /// <summary>It is as wanted.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : ChangeSourceResult;

    /// <summary>Somebody changed it since the admin looked; nothing was stored.</summary>
    /// <param name="Version">Its row version now; 0 where it is not known.</param>
    public sealed record Stale(uint Version) : ChangeSourceResult;

    /// <summary>No such source.</summary>
    public sealed record NotFound : ChangeSourceResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SourceDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ChangeSourceResult;
}
