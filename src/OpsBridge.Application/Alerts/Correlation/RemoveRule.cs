using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A supervisor removes a rule of one sort; what it folded or grouped stands for itself within a second.</summary>
public interface IRemoveRule<TDetails>
{
    /// <summary>Removes it.</summary>
    Task<RemoveRuleResult> HandleAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRemoveRule{TDetails}"/>
public sealed class RemoveRule<TRule, TDetails>(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRemoveRule<TDetails>
    where TRule : class, IAlertRule<TRule, TDetails>
    where TDetails : class, IRuleDetails
{
    /// <inheritdoc />
    public async Task<RemoveRuleResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rule = await db.Set<TRule>().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (rule is null)
        {
            return new RemoveRuleResult.NotFound();
        }

        db.Remove(rule);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening($"{TRule.Subject}.removed", id.ToString(), $"removed the rule {rule.Name}") { Before = rule.ToDetails() }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await HandleAsync(id, actor, ct); // changed or removed meanwhile: look again
        }

        return new RemoveRuleResult.Done(rule.Name);
    }
}
