using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Shifts;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Checklists;

/// <summary>Answer of <see cref="SaveChecklist"/>.</summary>
public abstract record SaveChecklistResult
{
    /// <summary>A draft is stored; nothing changes before it is approved.</summary>
    /// <param name="Id">Key of the checklist.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveChecklistResult;

    /// <summary>No such checklist in use.</summary>
    public sealed record NotFound : SaveChecklistResult;

    /// <summary>Somebody wrote a newer version first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveChecklistResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="ChecklistDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveChecklistResult;
}

/// <summary>Writes a checklist, or the next version of one, as a draft.</summary>
public sealed class SaveChecklist(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The checklist to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveChecklistResult> HandleAsync(Guid? id, int seen, ChecklistDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditRounds);
        var now = clock.GetUtcNow();
        if (details.Validate(now) is { Count: > 0 } errors)
        {
            return new SaveChecklistResult.Invalid(errors);
        }

        details = details.Normalized();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await MissingAsync(db, details, ct) is { Count: > 0 } missing)
        {
            return new SaveChecklistResult.Invalid(missing);
        }

        if (id is null)
        {
            return await StoreAsync(db, Checklist.Write(details, actor, now), actor, now, ct);
        }

        var known = await db.Set<Checklist>().SingleOrDefaultAsync(c => c.Id == id && c.RetiredAt == null, ct);
        return known switch
        {
            null => new SaveChecklistResult.NotFound(),
            _ when known.Newest != seen => await StaleAsync(known.Id, ct),
            _ => await StoreAsync(db, (known, known.Change(details, actor, now)), actor, now, ct),
        };
    }

    private static async Task<IReadOnlyDictionary<string, string>> MissingAsync(OpsDbContext db, ChecklistDetails details, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!await db.Set<Desk>().AnyAsync(d => d.Id == details.DeskId && d.RetiredAt == null, ct))
        {
            errors[nameof(details.DeskId)] = "There is no such desk in use.";
        }

        if (details.SiteId is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site, ct))
        {
            errors[nameof(details.SiteId)] = "There is no such site.";
        }

        var wanted = details.Steps.Select(s => s.AssetId).OfType<Guid>().Distinct().ToList();
        var assets = await db.Set<Asset>().Where(a => wanted.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        var sensors = details.Steps.Select(s => s.Sensor?.CheckId).OfType<Guid>().Distinct().ToList();
        var checks = await db.Set<Check>().Where(c => sensors.Contains(c.Id)).Select(c => new { c.Id, c.AssetId }).ToDictionaryAsync(c => c.Id, c => c.AssetId, ct);
        for (var i = 0; i < details.Steps.Count; i++)
        {
            var step = details.Steps[i];
            if (step.AssetId is { } asset && !assets.Contains(asset))
            {
                errors[$"Steps[{i}].AssetId"] = "There is no such asset.";
            }

            if (step.Sensor is { } sensor && (!checks.TryGetValue(sensor.CheckId, out var of) || of != step.AssetId))
            {
                errors[$"Steps[{i}].Sensor"] = "There is no such check on the asset.";
            }
        }

        return errors;
    }

    private async Task<SaveChecklistResult> StoreAsync(OpsDbContext db, (Checklist Checklist, ChecklistVersion Draft) written, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var (checklist, draft) = written;
        if (draft.Number == 1)
        {
            db.Add(checklist);
        }

        db.Add(draft);
        db.Add(TimelineEntry.Record(now, actor, new Happening("checklist.written", checklist.Id.ToString(), $"wrote version {draft.Number} of checklist {draft.Details.Name}")
        {
            After = new { draft.Number, draft.Details.Name, Steps = draft.Details.Steps.Count },
        }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveChecklistResult.Done(checklist.Id, draft.Number);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await StaleAsync(checklist.Id, ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await StaleAsync(checklist.Id, ct); // the version is written before the row
        }
    }

    private async Task<SaveChecklistResult> StaleAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new SaveChecklistResult.Stale(await db.Set<ChecklistVersion>().Where(v => v.ChecklistId == id).OrderByDescending(v => v.Number).Select(v => v.WrittenBy).FirstAsync(ct));
    }
}
