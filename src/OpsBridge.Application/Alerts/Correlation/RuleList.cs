using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A rule as lists show it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Details">What it says.</param>
/// <param name="ChangedBy">Who changed it last.</param>
/// <param name="ChangedAt">When (UTC).</param>
/// <param name="Version">Row version; the ETag of the API.</param>
public sealed record RuleRow<TDetails>(Guid Id, TDetails Details, string ChangedBy, DateTimeOffset ChangedAt, uint Version);

/// <summary>Reads the rules of one sort.</summary>
public interface IRuleList<TDetails>
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<RuleRow<TDetails>>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRuleList{TDetails}"/>
public sealed class RuleList<TRule, TDetails>(IDbContextFactory<OpsDbContext> contexts) : IRuleList<TDetails>
    where TRule : class, IAlertRule<TRule, TDetails>
    where TDetails : class, IRuleDetails
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RuleRow<TDetails>>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Set<TRule>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(ct))
            .ConvertAll(r => new RuleRow<TDetails>(r.Id, r.ToDetails(), r.ChangedBy, r.ChangedAt, r.Version));
    }
}
