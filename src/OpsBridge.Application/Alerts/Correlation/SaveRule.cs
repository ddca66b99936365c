using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A supervisor writes a rule of one sort.</summary>
public interface ISaveRule<TDetails>
{
    /// <summary>Stores a new rule, or changes one that still is as it was seen. It works within a second.</summary>
    /// <param name="id">The rule; null for a new one.</param>
    /// <param name="seenVersion">Its version as it was seen; null to overwrite whatever is there.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="ct">Gives up.</param>
    Task<SaveRuleResult> HandleAsync(Guid? id, uint? seenVersion, TDetails details, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISaveRule{TDetails}"/>
public sealed class SaveRule<TRule, TDetails>(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : ISaveRule<TDetails>
    where TRule : class, IAlertRule<TRule, TDetails>
    where TDetails : class, IRuleDetails
{
    /// <inheritdoc />
    public async Task<SaveRuleResult> HandleAsync(Guid? id, uint? seenVersion, TDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        if (details.Validate() is { Count: > 0 } wrong)
        {
            return new SaveRuleResult.Invalid(wrong);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = id is null ? null : await db.Set<TRule>().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (id is not null && (known is null || (seenVersion is { } seen && seen != known.Version)))
        {
            return known is null ? new SaveRuleResult.NotFound() : new SaveRuleResult.Stale(known.ChangedBy, known.Version);
        }

        var now = clock.GetUtcNow();
        var before = known?.ToDetails();
        known?.Change(details, actor.Name, now);
        var rule = known ?? db.Add(TRule.Create(details, actor.Name, now)).Entity;
        var done = known is null ? "created" : "changed";
        db.Add(TimelineEntry.Record(now, actor, new Happening($"{TRule.Subject}.{done}", rule.Id.ToString(), $"{done} the rule {rule.Name}") { Before = before, After = rule.ToDetails() }));
        return await StoreAsync(db, rule, ct);
    }

    private static async Task<SaveRuleResult> StoreAsync(OpsDbContext db, TRule rule, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveRuleResult.Done(rule.Id, rule.Version);
        }
        catch (DbUpdateConcurrencyException)
        {
            var now = await db.Set<TRule>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == rule.Id, ct);
            return now is null ? new SaveRuleResult.NotFound() : new SaveRuleResult.Stale(now.ChangedBy, now.Version);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new SaveRuleResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["Name"] = $"There is a rule called \"{rule.Name}\" already." });
        }
    }
}
