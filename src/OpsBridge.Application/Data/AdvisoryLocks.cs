namespace OpsBridge.Data;

/// <summary>Keys of the PostgreSQL advisory locks, in one place so that no two parts share one by accident.</summary>
public static class AdvisoryLocks
{
    /// <summary>One process migrates at a time.</summary>
    public const long Migration = 7305990;

    /// <summary>One transaction extends the timeline's chain at a time; also written in <see cref="Timeline.TimelineSql"/>.</summary>
    public const long TimelineChain = 7305991;

    /// <summary>One change of accounts at a time, so that "last admin" and "first admin" are true.</summary>
    public const long Accounts = 7305992;

    /// <summary>One process polls.</summary>
    public const long Poller = 7305993;

    /// <summary>One change of sites or assets at a time, so that no circle closes and no editor overtakes another.</summary>
    public const long Estate = 7305994;

    /// <summary>One transaction ranks alerts as causes and symptoms, so that no circle closes between two operators.</summary>
    public const long Correlation = 7305995;

    /// <summary>One process judges which sources are silent.</summary>
    public const long SourceWatch = 7305996;

    /// <summary>One maintenance window is saved at a time, so that no window starts one that starts it.</summary>
    public const long Windows = 7306001;

    /// <summary>One change of saved views at a time, so that a name and the default are there once.</summary>
    public const long SavedViews = 7305997;

    /// <summary>One process at a time judges the watch of the desks.</summary>
    public const long Watch = 7306010;

    /// <summary>One change of jobs or their calendars at a time, so that no chain closes to a circle.</summary>
    public const long Jobs = 7306020;

    /// <summary>One process at a time judges deadlines and durations, and drops old runs.</summary>
    public const long JobWatch = 7306021;

    /// <summary>One process at a time judges whether backups are overdue.</summary>
    public const long BackupWatch = 7306025;

    /// <summary>One process at a time judges which reported jobs are missing.</summary>
    public const long PingWatch = 7306030;

    /// <summary>One reported job at a time is made, so that "update it or make it" makes one.</summary>
    public const long ReportedJobs = 7306031;

    /// <summary>One process at a time judges whether batches are late.</summary>
    public const long BatchWatch = 7306045;

    /// <summary>One process at a time makes rounds and watches their times.</summary>
    public const long Rounds = 7306035;

    /// <summary>One rotation of the key of the job secrets at a time.</summary>
    public const long SecretKeys = 7306060;
}
