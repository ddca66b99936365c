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
