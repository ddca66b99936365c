namespace OpsBridge.Alerts;

/// <summary>Settings of the life of alerts, section <c>Alerts</c> of the configuration.</summary>
public sealed class AlertsOptions
{
    /// <summary>The fewest days that history of alerts may be kept.</summary>
    public const int LeastDays = 400;

    /// <summary>Days that the steps of alerts are kept; less than <see cref="LeastDays"/> counts as that.</summary>
    public int KeepChangesDays { get; set; } = LeastDays;

    /// <summary>Whether an acknowledgement must say something.</summary>
    public bool AcknowledgeNeedsComment { get; set; }

    /// <summary>Raises and clears of one condition within <see cref="FlapWindow"/> that make its alert flapping; 3 to 100.</summary>
    public int FlapCount { get; set; } = FlapRule.Default.Flips;

    /// <summary>The span in which flips are counted, and how long it must be quiet afterwards; one minute to a day.</summary>
    public TimeSpan FlapWindow { get; set; } = FlapRule.Default.Window;

    /// <summary>When an alert flaps.</summary>
    public FlapRule Flapping => new(FlapCount, FlapWindow);

    /// <summary>What is wrong with the settings, in words; null when nothing is.</summary>
    public string? Fault() => this switch
    {
        { FlapCount: < 3 or > 100 } => "Alerts:FlapCount must be 3 to 100.",
        _ when FlapWindow < TimeSpan.FromMinutes(1) || FlapWindow > TimeSpan.FromDays(1) => "Alerts:FlapWindow must be one minute to a day.",
        _ => null,
    };
}
