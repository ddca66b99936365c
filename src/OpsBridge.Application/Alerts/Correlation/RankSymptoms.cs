using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>An operator says that alerts are only symptoms of another one.</summary>
public sealed class RankSymptoms(RankingChanges changes)
{
    /// <summary>
    /// Ranks them under the cause, or under the cause of that cause when it is a symptom itself. All in one transaction; alerts
    /// that cannot be ranked are left as they are and named in the answer.
    /// </summary>
    /// <param name="ids">1 to <see cref="RankingChanges.MostAtOnce"/> alerts.</param>
    /// <param name="causeId">The cause.</param>
    /// <param name="why">Reason, at most 2000 characters.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RankResult> HandleAsync(IReadOnlyCollection<long> ids, long causeId, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        return changes.ApplyAsync(ids, causeId, why, actor, ranking => ranking.Under(causeId), ct);
    }
}
