namespace OpsBridge.Alerts;

/// <summary>The one severity scale of the console, from least to most. The history stores the numbers: append, never reorder.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Will need somebody.</summary>
    Warning,

    /// <summary>Needs somebody now.</summary>
    Major,

    /// <summary>Something is down or about to be.</summary>
    Critical,
}
