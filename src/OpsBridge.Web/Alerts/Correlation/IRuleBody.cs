namespace OpsBridge.Alerts.Correlation;

/// <summary>A rule as sent.</summary>
/// <typeparam name="TDetails">What it says.</typeparam>
public interface IRuleBody<TDetails>
{
    /// <summary>1 to 100 characters.</summary>
    string? Name { get; }

    /// <summary>The same for the use case.</summary>
    /// <param name="name">Its name.</param>
    TDetails ToDetails(string name);
}

/// <summary>A ranking rule as sent.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Cause">Matchers of the cause.</param>
/// <param name="Symptom">Matchers of its symptoms.</param>
/// <param name="EqualLabels">Labels that both must share.</param>
/// <param name="Enabled">Whether it works; true unless said otherwise.</param>
public sealed record RankingRuleBody(string? Name, string? Cause, string? Symptom, IReadOnlyList<string>? EqualLabels, bool? Enabled) : IRuleBody<RankingRuleDetails>
{
    /// <inheritdoc />
    public RankingRuleDetails ToDetails(string name) => new(name, Cause ?? "", Symptom ?? "") { EqualLabels = EqualLabels ?? [], Enabled = Enabled ?? true };
}

/// <summary>A grouping rule as sent.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Matchers">Which alerts.</param>
/// <param name="Title">Title with {count} and {label}.</param>
/// <param name="EqualLabels">Labels that the alerts of a group share.</param>
/// <param name="WindowMinutes">1 to 1440; 10 unless said otherwise.</param>
public sealed record GroupingRuleBody(string? Name, string? Matchers, string? Title, IReadOnlyList<string>? EqualLabels, int? WindowMinutes)
    : IRuleBody<GroupingRuleDetails>
{
    /// <summary>Fewest alerts of a group, 2 to 1000; 3 unless said otherwise.</summary>
    public int? Least { get; init; }

    /// <summary>Whether it works; true unless said otherwise.</summary>
    public bool? Enabled { get; init; }

    /// <inheritdoc />
    public GroupingRuleDetails ToDetails(string name) => new(name, Matchers ?? "", Title ?? "")
    {
        EqualLabels = EqualLabels ?? [],
        WindowMinutes = WindowMinutes ?? 10,
        Least = Least ?? 3,
        Enabled = Enabled ?? true,
    };
}
