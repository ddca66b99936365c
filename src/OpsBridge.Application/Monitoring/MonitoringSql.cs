namespace OpsBridge.Monitoring;

/// <summary>
/// The big append-only tables, partitioned by day (ADR 0008). Samples carry an index by series because a chart asks for one
/// series over a span; that is the only index on a hot partition.
/// </summary>
public static class MonitoringSql
{
    /// <summary>Creates samples and state changes.</summary>
    public const string Up =
        """
        create table samples (
            series_id int not null,
            at timestamptz not null,
            value double precision not null
        ) partition by range (at);
        create index samples_series_at on samples (series_id, at);

        create table check_changes (
            check_id uuid not null,
            at timestamptz not null,
            kind smallint not null,
            class smallint not null,
            status smallint not null,
            is_hard boolean not null,
            summary text not null
        ) partition by range (at);
        create index check_changes_check_at on check_changes (check_id, at);
        """;

    /// <summary>Tables that are kept by day.</summary>
    public static IReadOnlyList<string> ByDay { get; } = ["samples", "check_changes"];
}
