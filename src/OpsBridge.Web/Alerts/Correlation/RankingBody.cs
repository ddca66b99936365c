namespace OpsBridge.Alerts.Correlation;

/// <summary>A ranking by hand.</summary>
/// <param name="Ids">1 to 1000 alerts.</param>
/// <param name="CauseId">Their cause; null lets them stand for themselves.</param>
/// <param name="Why">Reason, at most 2000 characters.</param>
public sealed record RankingBody(IReadOnlyList<long>? Ids, long? CauseId, string? Why);

/// <summary>What became of a ranking.</summary>
/// <param name="ActionId">For undo: POST /api/v1/alerts/actions/{actionId}/undo.</param>
/// <param name="CauseId">The alert at the top; null when they stand for themselves.</param>
/// <param name="Ranked">Ranked ones.</param>
/// <param name="Followed">Others that moved along.</param>
/// <param name="Left">Those left as they are, and why.</param>
public sealed record RankingResource(Guid? ActionId, long? CauseId, IReadOnlyList<long> Ranked, IReadOnlyList<long> Followed, IReadOnlyList<RankRefusal> Left);
