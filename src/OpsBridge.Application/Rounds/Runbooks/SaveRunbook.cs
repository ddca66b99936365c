using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>Answer of <see cref="SaveRunbook"/>.</summary>
public abstract record SaveRunbookResult
{
    /// <summary>A draft is stored.</summary>
    /// <param name="Id">Key of the runbook.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveRunbookResult;

    /// <summary>No such runbook in use.</summary>
    public sealed record NotFound : SaveRunbookResult;

    /// <summary>Somebody wrote a newer version first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveRunbookResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="RunbookDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveRunbookResult;
}

/// <summary>Writes a runbook, or the next version of one, as a draft. Everybody who handles alerts may: they know best.</summary>
public sealed class SaveRunbook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The runbook to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveRunbookResult> HandleAsync(Guid? id, int seen, RunbookDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new SaveRunbookResult.Invalid(errors);
        }

        details = details.Normalized();
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = id is null ? null : await db.Set<Runbook>().SingleOrDefaultAsync(b => b.Id == id && b.RetiredAt == null, ct);
        if (id is not null && known?.Newest != seen)
        {
            return known is null ? new SaveRunbookResult.NotFound() : await StaleAsync(known.Id, ct);
        }

        var (book, version) = known is null ? Runbook.Write(details, actor, now) : (known, known.Change(details, actor, now));
        if (known is null)
        {
            db.Add(book);
        }

        db.Add(version);
        db.Add(TimelineEntry.Record(now, actor, new Happening("runbook.written", book.Id.ToString(), $"wrote version {version.Number} of runbook {details.Title}") { After = new { version.Number, details.Title, details.Matchers, Steps = details.Steps.Count } }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveRunbookResult.Done(book.Id, version.Number);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await StaleAsync(book.Id, ct);
        }
    }

    private async Task<SaveRunbookResult> StaleAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new SaveRunbookResult.Stale(await db.Set<RunbookVersion>().Where(v => v.RunbookId == id).OrderByDescending(v => v.Number).Select(v => v.WrittenBy).FirstAsync(ct));
    }
}
