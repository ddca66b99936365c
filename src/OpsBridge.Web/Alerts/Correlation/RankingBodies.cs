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

/// <summary>A ranking rule as sent.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Cause">Matchers of the cause.</param>
/// <param name="Symptom">Matchers of its symptoms.</param>
/// <param name="EqualLabels">Labels that both must share.</param>
/// <param name="Enabled">Whether it works; true unless said otherwise.</param>
public sealed record RankingRuleBody(string? Name, string? Cause, string? Symptom, IReadOnlyList<string>? EqualLabels, bool? Enabled)
{
    /// <summary>The same for the use case.</summary>
    public RankingRuleDetails ToDetails() => new(Name ?? "", Cause ?? "", Symptom ?? "") { EqualLabels = EqualLabels ?? [], Enabled = Enabled ?? true };
}

/// <summary>A grouping rule as sent.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Matchers">Which alerts.</param>
/// <param name="Title">Title with {count} and {label}.</param>
/// <param name="EqualLabels">Labels that the alerts of a group share.</param>
/// <param name="WindowMinutes">1 to 1440; 10 unless said otherwise.</param>
public sealed record GroupingRuleBody(string? Name, string? Matchers, string? Title, IReadOnlyList<string>? EqualLabels, int? WindowMinutes)
{
    /// <summary>Fewest alerts of a group, 2 to 1000; 3 unless said otherwise.</summary>
    public int? Least { get; init; }

    /// <summary>Whether it works; true unless said otherwise.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The same for the use case.</summary>
    public GroupingRuleDetails ToDetails() => new(Name ?? "", Matchers ?? "", Title ?? "")
    {
        EqualLabels = EqualLabels ?? [],
        WindowMinutes = WindowMinutes ?? 10,
        Least = Least ?? 3,
        Enabled = Enabled ?? true,
    };
}
