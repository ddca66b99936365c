using OpsBridge.Live;

namespace OpsBridge.Jobs.Pings;

/// <summary>What EF Core does not model of reported jobs: pings and flips by day (ADR 0008), append-only, and announcements.</summary>
public static class PingsSql
{
    /// <summary>Table of the pings.</summary>
    public const string Pings = "pings";

    /// <summary>Table of the changes of state.</summary>
    public const string Flips = "ping_flips";

    /// <summary>Creates both.</summary>
    public static string Up { get; } = string.Join(
        '\n',
        """
        create table pings (
            job_id uuid not null,
            number bigint not null,
            at timestamptz not null,
            kind smallint not null,
            exit_code int,
            method text not null,
            scheme text not null,
            remote_address text not null,
            user_agent text not null,
            run_id uuid,
            duration interval,
            body bytea
        ) partition by range (at);
        create index pings_job_number on pings (job_id, number);
        create index pings_job_run on pings (job_id, run_id, number) where run_id is not null;
        create trigger pings_append_only before update or delete or truncate on pings for each statement execute function refuse_change();

        create table ping_flips (
            job_id uuid not null,
            number bigint not null,
            at timestamptz not null,
            from_state smallint not null,
            to_state smallint not null,
            reason smallint not null
        ) partition by range (at);
        create index ping_flips_job_number on ping_flips (job_id, number);
        create trigger ping_flips_append_only before update or delete or truncate on ping_flips for each statement execute function refuse_change();
        """,
        LiveTableSql.Announce("reported_jobs"),
        LiveTableSql.Announce("ping_keys"));
}
