namespace OpsBridge.Alerts;

/// <summary>Who said that they saw an alert, when, and with which words.</summary>
public sealed record Acknowledgement(string By, DateTimeOffset At, string? Note);
