namespace OpsBridge.Alerts;

/// <summary>
/// Every step of every alert, partitioned by day (ADR 0008) and append-only. The index serves both questions asked of it:
/// the history of one alert, and how it stood at a moment (the last row at or before it).
/// </summary>
public static class AlertTransitionSql
{
    /// <summary>Name of the table.</summary>
    public const string Table = "alert_changes";

    /// <summary>Creates it.</summary>
    public const string Up =
        """
        create table alert_changes (
            alert_id bigint not null,
            revision int not null,
            at timestamptz not null,
            kind smallint not null,
            actor_id uuid,
            actor_name text not null,
            before_state smallint not null,
            before_severity smallint not null,
            before_owner text,
            before_acknowledged_by text,
            before_shelved_until timestamptz,
            before_cause_id bigint,
            before_flapping boolean not null,
            before_ending smallint,
            after_state smallint not null,
            after_severity smallint not null,
            after_owner text,
            after_acknowledged_by text,
            after_shelved_until timestamptz,
            after_cause_id bigint,
            after_flapping boolean not null,
            after_ending smallint,
            why text,
            action_id uuid,
            restore jsonb
        ) partition by range (at);
        create index alert_changes_alert_at on alert_changes (alert_id, at, revision);
        create index alert_changes_notes on alert_changes (alert_id) where kind = 30;
        create index alert_changes_action on alert_changes (action_id) where action_id is not null;

        -- What the clock ends, and what was open at a past moment for longer than a day: both few, so both cheap.
        create index alerts_acknowledged_until on alerts (acknowledged_until) where acknowledged_until is not null and state = 'Acknowledged';
        create index alerts_shelved_until on alerts (shelved_until) where shelved_until is not null and state = 'Shelved';
        create index alerts_long_open on alerts (closed_at) where state = 'Closed' and closed_at - raised_at > interval '24 hours';

        create trigger alert_changes_append_only before update or delete or truncate on alert_changes
            for each statement execute function refuse_change();
        """;
}
