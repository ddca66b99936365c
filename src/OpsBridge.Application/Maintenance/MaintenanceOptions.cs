namespace OpsBridge.Maintenance;

/// <summary>Settings of silences and maintenance windows, section <c>Maintenance</c> of the configuration.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>Nothing that hides alerts reaches further than this, whatever the configuration says: a year.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    /// <summary>The longest that a silence may still last when it is made or extended; 1 minute to a year, 7 days unless set.</summary>
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromDays(7);

    /// <summary><see cref="LongestSilence"/> within its bounds.</summary>
    public TimeSpan SilenceLimit => Bounded(LongestSilence);

    private static TimeSpan Bounded(TimeSpan wanted) =>
        wanted > Horizon ? Horizon : wanted < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : wanted;
}
