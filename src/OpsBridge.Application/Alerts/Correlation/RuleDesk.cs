using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A wish to store a rule.</summary>
/// <param name="Id">The rule to change; null for a new one.</param>
/// <param name="SeenVersion">Its row version as it was looked at; null to overwrite whatever is there.</param>
/// <param name="Wrong">What is wrong with the wish.</param>
internal sealed record RuleWish(Guid? Id, uint? SeenVersion, IReadOnlyDictionary<string, string> Wrong);

/// <summary>Stores and removes rules of either sort: row and timeline entry together.</summary>
public sealed class RuleDesk(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    internal async Task<SaveRuleResult> SaveAsync<TRule>(
        string subject, RuleWish wish, Func<TRule?, string, DateTimeOffset, TRule> apply, Func<TRule, object> details, Actor actor, CancellationToken ct)
        where TRule : class, IAlertRule
    {
        if (wish.Wrong.Count > 0)
        {
            return new SaveRuleResult.Invalid(wish.Wrong);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = wish.Id is null ? null : await db.Set<TRule>().SingleOrDefaultAsync(r => r.Id == wish.Id, ct);
        if (wish.Id is not null && (known is null || (wish.SeenVersion is { } seen && seen != known.Version)))
        {
            return known is null ? new SaveRuleResult.NotFound() : new SaveRuleResult.Stale(known.ChangedBy, known.Version);
        }

        var now = clock.GetUtcNow();
        var before = known is null ? null : details(known);
        var rule = apply(known, actor.Name, now);
        if (known is null)
        {
            db.Add(rule);
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening($"{subject}.{(known is null ? "created" : "changed")}", rule.Id.ToString(), $"{(known is null ? "created" : "changed")} the rule {rule.Name}")
        {
            Before = before,
            After = details(rule),
        }));
        return await StoreAsync(db, rule, ct);
    }

    internal async Task<RemoveRuleResult> RemoveAsync<TRule>(string subject, Guid id, Func<TRule, object> details, Actor actor, CancellationToken ct)
        where TRule : class, IAlertRule
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rule = await db.Set<TRule>().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
        {
            return new RemoveRuleResult.NotFound();
        }

        db.Remove(rule);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening($"{subject}.removed", id.ToString(), $"removed the rule {rule.Name}") { Before = details(rule) }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await RemoveAsync(subject, id, details, actor, ct); // changed or removed meanwhile: look again
        }

        return new RemoveRuleResult.Done(rule.Name);
    }

    private static async Task<SaveRuleResult> StoreAsync<TRule>(OpsDbContext db, TRule rule, CancellationToken ct)
        where TRule : class, IAlertRule
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
