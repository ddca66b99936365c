namespace OpsBridge.Jobs.Pings;

/// <summary>Settings of reported jobs, section <c>Pings</c> of the configuration.</summary>
public sealed class PingsOptions
{
    /// <summary>How many bytes of a ping's body are kept, 0 to 1,000,000; 100,000 unless set. More is cut, never refused.</summary>
    public int BodyBytes { get; set; } = 100_000;

    /// <summary>Days for which pings are kept, 1 to 3,650; 100 unless set.</summary>
    public int KeepDays { get; set; } = 100;

    /// <summary>Days for which changes of state are kept, 1 to 3,650; 400 unless set.</summary>
    public int KeepFlipsDays { get; set; } = 400;

    /// <summary>The most reported jobs, 1 to 100,000; 10,000 unless set. A key that leaks cannot fill the database with new ones.</summary>
    public int MostJobs { get; set; } = 10_000;

    /// <summary>The shortest period and grace in seconds, 1 to 60; 60 unless set, as healthchecks has it. Shorter ones are for trying things out.</summary>
    public int ShortestSeconds { get; set; } = 60;

    /// <summary><see cref="BodyBytes"/> within its bounds.</summary>
    public int BodyLimit => Math.Clamp(BodyBytes, 0, 1_000_000);

    /// <summary><see cref="ShortestSeconds"/> within its bounds.</summary>
    public TimeSpan Shortest => TimeSpan.FromSeconds(Math.Clamp(ShortestSeconds, 1, 60));

    /// <summary><see cref="MostJobs"/> within its bounds.</summary>
    public int JobLimit => Math.Clamp(MostJobs, 1, 100_000);
}
