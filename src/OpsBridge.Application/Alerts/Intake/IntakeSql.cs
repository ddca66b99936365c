namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Events as they were received, partitioned by day (ADR 0008, ADR 0015). Written by COPY and hardly ever read: the two
/// indexes serve "the last events of a source" and "what came between two moments", and nothing else, because every index
/// is paid by every event of a storm. Label sets are stored as the text that was hashed into the timeline.
/// </summary>
public static class IntakeSql
{
    /// <summary>Name of the table.</summary>
    public const string Events = "alert_events";

    /// <summary>
    /// Creates the table, and the function that computes again what the timeline says of a range of events. Ids are given out
    /// in blocks that hold any group, so that those of one group follow each other and a process seldom asks.
    /// </summary>
    public const string Up =
        """
        create sequence alert_events_id increment by 10000;

        create table alert_events (
            id bigint not null,
            received_at timestamptz not null,
            source_id uuid,
            source text not null,
            fingerprint character(32) not null,
            alert_id bigint,
            action smallint not null,
            severity smallint not null,
            labels text not null,
            annotations text not null,
            starts_at timestamptz,
            ends_at timestamptz,
            more text
        ) partition by range (received_at);
        create index alert_events_source on alert_events (source_id, id);
        create index alert_events_received on alert_events using brin (received_at);

        create trigger alert_events_append_only before update or delete or truncate on alert_events
            for each statement execute function refuse_change();

        create function alert_events_digest(first bigint, last bigint) returns bytea language sql stable as $$
            select sha256(convert_to(coalesce(string_agg(
                concat_ws(E'\x1f', id, fingerprint, coalesce(alert_id, 0), action, severity, labels, annotations, coalesce(more, '')), E'\x1e' order by id), ''), 'UTF8'))
            from alert_events where id between first and last
        $$;

        alter table alerts set (fillfactor = 85);
        """;
}
