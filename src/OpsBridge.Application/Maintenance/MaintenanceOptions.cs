namespace OpsBridge.Maintenance;

/// <summary>Settings of silences and maintenance windows, section <c>Maintenance</c> of the configuration.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>Nothing that hides alerts reaches further than this, whatever the configuration says: a year.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    /// <summary>No window is in force longer than this without a break, whatever the configuration says: 30 days.</summary>
    public static readonly TimeSpan LongestStretch = TimeSpan.FromDays(30);

    /// <summary>The longest that a silence may still last when it is made or extended; 1 minute to a year, 7 days unless set.</summary>
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The longest that a maintenance window lasts each time; 1 minute to 30 days, 7 days unless set.</summary>
    public TimeSpan LongestWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long after a handover a silence that the new watch did not accept still holds; none to 4 hours, 15 minutes unless set.</summary>
    public TimeSpan HandoverGrace { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary><see cref="HandoverGrace"/> within its bounds.</summary>
    public TimeSpan Grace => HandoverGrace < TimeSpan.Zero ? TimeSpan.Zero : HandoverGrace > TimeSpan.FromHours(4) ? TimeSpan.FromHours(4) : HandoverGrace;

    /// <summary><see cref="LongestSilence"/> within its bounds.</summary>
    public TimeSpan SilenceLimit => Bounded(LongestSilence, Horizon);

    /// <summary><see cref="LongestWindow"/> within its bounds.</summary>
    public TimeSpan WindowLimit => Bounded(LongestWindow, LongestStretch);

    private static TimeSpan Bounded(TimeSpan wanted, TimeSpan most) =>
        wanted > most ? most : wanted < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : wanted;
}
