using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>An operator says that alerts are troubles of their own, whatever parents and rules say.</summary>
public sealed class StandAlone(RankingChanges changes)
{
    /// <summary>Lets them stand for themselves, until they close or an operator ranks them. All in one transaction.</summary>
    /// <param name="ids">1 to <see cref="RankingChanges.MostAtOnce"/> alerts.</param>
    /// <param name="why">Reason, at most 2000 characters.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RankResult> HandleAsync(IReadOnlyCollection<long> ids, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        return changes.ApplyAsync(ids, null, why, actor, ranking => ranking.Alone(), ct);
    }
}
