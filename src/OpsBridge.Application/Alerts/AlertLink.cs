namespace OpsBridge.Alerts;

/// <summary>A link that belongs to an alert.</summary>
/// <param name="Text">What people read, 1 to 120 characters.</param>
/// <param name="Href">Absolute http or https address, at most 2000 characters.</param>
public sealed record AlertLink(string Text, string Href);
