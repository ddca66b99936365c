namespace OpsBridge.Alerts;

/// <summary>Settings of the life of alerts, section <c>Alerts</c> of the configuration.</summary>
public sealed class AlertsOptions
{
    /// <summary>The fewest days that history of alerts may be kept.</summary>
    public const int LeastDays = 400;

    /// <summary>Days that the steps of alerts are kept; less than <see cref="LeastDays"/> counts as that.</summary>
    public int KeepChangesDays { get; set; } = LeastDays;
}
