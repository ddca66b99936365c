namespace OpsBridge.Alerts.Correlation;

/// <summary>What ranking and grouping rules have in common.</summary>
public interface IAlertRule
{
    /// <summary>Time-ordered key.</summary>
    Guid Id { get; }

    /// <summary>Unique among rules of its sort, 1 to 100 characters.</summary>
    string Name { get; }

    /// <summary>False while it is switched off.</summary>
    bool Enabled { get; }

    /// <summary>Who changed it last.</summary>
    string ChangedBy { get; }

    /// <summary>When (UTC).</summary>
    DateTimeOffset ChangedAt { get; }

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    uint Version { get; }
}

/// <summary>A rule of one sort.</summary>
/// <typeparam name="TRule">The sort.</typeparam>
/// <typeparam name="TDetails">What supervisors say about it.</typeparam>
public interface IAlertRule<TRule, TDetails> : IAlertRule
    where TRule : IAlertRule<TRule, TDetails>
    where TDetails : IRuleDetails
{
    /// <summary>Its sort in the timeline.</summary>
    static abstract string Subject { get; }

    /// <summary>A new rule from valid values (see <see cref="IRuleDetails.Validate"/>).</summary>
    static abstract TRule Create(TDetails details, string by, DateTimeOffset at);

    /// <summary>Takes over valid values.</summary>
    void Change(TDetails details, string by, DateTimeOffset at);

    /// <summary>What was said about it, as it stands.</summary>
    TDetails ToDetails();
}

/// <summary>What a supervisor says about a rule.</summary>
public interface IRuleDetails
{
    /// <summary>1 to 100 characters.</summary>
    string Name { get; }

    /// <summary>Everything wrong with it, in plain words by field; empty when it can be stored.</summary>
    IReadOnlyDictionary<string, string> Validate();
}
