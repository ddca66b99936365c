namespace OpsBridge.Monitoring;

/// <summary>Settings of monitoring, section <c>Monitoring</c> of the configuration.</summary>
public sealed class MonitoringOptions
{
    /// <summary>Runs under way at most, plugins excluded; 1 to 10,000.</summary>
    public int MaxConcurrentChecks { get; set; } = 512;

    /// <summary>Whether checks may reach loopback addresses; off unless an admin (or the demo) turns it on.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Days that samples are kept.</summary>
    public int KeepSamplesDays { get; set; } = 30;

    /// <summary>Days that state changes are kept.</summary>
    public int KeepChangesDays { get; set; } = 400;
}
