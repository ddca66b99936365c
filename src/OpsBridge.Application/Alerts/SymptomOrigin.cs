namespace OpsBridge.Alerts;

/// <summary>Who or what ranked an alert as the symptom of another.</summary>
public enum SymptomOrigin
{
    /// <summary>An asset that this one is reached through has failed.</summary>
    Parent,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A ranking rule.</summary>
    Rule,
}
