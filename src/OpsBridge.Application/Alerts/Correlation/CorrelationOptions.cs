namespace OpsBridge.Alerts.Correlation;

/// <summary>Settings of the correlation, section <c>Correlation</c> of the configuration.</summary>
public sealed class CorrelationOptions
{
    /// <summary>What an alert of an outside source looks like that says its asset is down, as <see cref="MatcherSet"/> reads it.</summary>
    public string OutageAlerts { get; set; } = "alertname=~\"(?i).*(down|unreachable|offline).*\"";

    /// <summary>Minutes; an alert that began longer than this before the way to its asset was lost stands for itself. 0 to 1440.</summary>
    public int WindowMinutes { get; set; } = 10;

    /// <summary>What is wrong with the settings, in words; null when they can be used.</summary>
    public string? Problem() =>
        WindowMinutes is < 0 or > 1440 ? "Correlation:WindowMinutes must be between 0 and 1440."
        : MatcherSet.Parse(OutageAlerts).Error is { } error ? $"Correlation:OutageAlerts: {error}"
        : null;
}
