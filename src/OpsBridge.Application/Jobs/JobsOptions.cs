namespace OpsBridge.Jobs;

/// <summary>Settings of jobs, section <c>Jobs</c> of the configuration.</summary>
public sealed class JobsOptions
{
    /// <summary>How many runs one process works on at a time; 0 to 200. With 0 the process plans and judges, and runs nothing.</summary>
    public int MaxRunning { get; set; } = 8;

    /// <summary>
    /// How long a process may be silent before its runs count as lost, 2 seconds to 10 minutes. It is renewed nine times in
    /// that span. Longer than a restart of the database takes.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a kind may take to stop after its time-out or a cancel before its place is given away; 1 second to 10 minutes.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long before a deadline is expected to be missed the warning may come: looked at this far ahead; 1 to 48 hours.</summary>
    public TimeSpan ForecastAhead { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How many days runs are kept; 1 to 3650. The last good run of a job is kept for ever.</summary>
    public int KeepRunsDays { get; set; } = 400;

    /// <summary>How many days the output of runs is kept; 1 to 3650.</summary>
    public int KeepOutputDays { get; set; } = 60;

    /// <summary>How often a lease is renewed.</summary>
    public TimeSpan RenewEvery => Lease / 9;

    /// <summary>Which setting makes no sense, in words; null when all do.</summary>
    public string? Fault() => this switch
    {
        { MaxRunning: < 0 or > 200 } => "Jobs:MaxRunning must be 0 to 200.",
        _ when Lease < TimeSpan.FromSeconds(2) || Lease > TimeSpan.FromMinutes(10) => "Jobs:Lease must be 2 seconds to 10 minutes.",
        _ when StopWithin < TimeSpan.FromSeconds(1) || StopWithin > TimeSpan.FromMinutes(10) => "Jobs:StopWithin must be 1 second to 10 minutes.",
        _ when ForecastAhead < TimeSpan.FromHours(1) || ForecastAhead > TimeSpan.FromHours(48) => "Jobs:ForecastAhead must be 1 to 48 hours.",
        { KeepRunsDays: < 1 or > 3650 } => "Jobs:KeepRunsDays must be 1 to 3650.",
        { KeepOutputDays: < 1 or > 3650 } => "Jobs:KeepOutputDays must be 1 to 3650.",
        _ => null,
    };
}
