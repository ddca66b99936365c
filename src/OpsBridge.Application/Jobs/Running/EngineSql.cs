using OpsBridge.Live;

namespace OpsBridge.Jobs.Running;

/// <summary>What EF Core does not model of calendars and of running jobs.</summary>
public static class EngineSql
{
    /// <summary>
    /// Names of calendars once; of the runs that must run alone at most one of a job runs, whoever claims it; who comes after
    /// a job is found without reading all jobs; calendars announce their change.
    /// </summary>
    public static string Up { get; } = string.Join(
        '\n',
        "create unique index ix_job_calendars_name on job_calendars (lower(name)) where retired_at is null;",
        "create unique index ix_job_runs_alone on job_runs (job_id) where state = 'Running' and alone;",
        "create index ix_jobs_after on jobs ((details -> 'schedule' ->> 'jobId')) where retired_at is null;",
        LiveTableSql.Announce("job_calendars"));
}
