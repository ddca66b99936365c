namespace OpsBridge.Alerts.Sources;

/// <summary>What a rule does with the labels of an event.</summary>
public enum LabelRuleKind
{
    /// <summary>Matches a pattern with named groups against a field; each group that took part becomes a label.</summary>
    Extract,

    /// <summary>Gives a label another name.</summary>
    Rename,

    /// <summary>Copies a field into a label.</summary>
    Copy,

    /// <summary>Sets a label to a constant.</summary>
    Set,

    /// <summary>Removes a label.</summary>
    Drop,
}

/// <summary>One step of a mapping. Steps run in order, each on the result of the one before.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="From">Field it reads (<see cref="EventField"/>): not with <see cref="LabelRuleKind.Set"/>; a label where one is renamed or dropped.</param>
/// <param name="To">Label it writes: with rename, copy and set.</param>
/// <param name="Value">Pattern of an extraction, constant of a set; else empty.</param>
public sealed record LabelRule(LabelRuleKind Kind, string From, string To, string Value)
{
    /// <summary>An extraction.</summary>
    public static LabelRule Extract(string from, string pattern) => new(LabelRuleKind.Extract, from, "", pattern);

    /// <summary>A rename.</summary>
    public static LabelRule Rename(string from, string to) => new(LabelRuleKind.Rename, from, to, "");

    /// <summary>A copy.</summary>
    public static LabelRule Copy(string from, string to) => new(LabelRuleKind.Copy, from, to, "");

    /// <summary>A constant.</summary>
    public static LabelRule Set(string to, string value) => new(LabelRuleKind.Set, "", to, value);

    /// <summary>A removal.</summary>
    public static LabelRule Drop(string from) => new(LabelRuleKind.Drop, from, "", "");

    /// <summary>One line for the timeline and for people.</summary>
    public override string ToString() => Kind switch
    {
        LabelRuleKind.Extract => $"extract from {From} by {Value}",
        LabelRuleKind.Rename => $"rename {From} to {To}",
        LabelRuleKind.Copy => $"copy {From} to {To}",
        LabelRuleKind.Set => $"set {To} to {Value}",
        _ => $"drop {From}",
    };
}
