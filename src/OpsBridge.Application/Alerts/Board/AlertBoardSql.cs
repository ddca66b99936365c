namespace OpsBridge.Alerts.Board;

/// <summary>
/// Marks each alert with the transaction that last changed something the board shows, so that a reader finds exactly the rows
/// whose change it has not seen (PostgreSQL manual, 9.27.8: transaction ids and snapshots). A plain repeat, which moves
/// only the columns of <see cref="Quiet"/>, leaves the mark alone: it stays a cheap in-page update and the board follows
/// those columns by itself, a slice at a time.
/// </summary>
public static class AlertBoardSql
{
    /// <summary>Columns that a repeat moves.</summary>
    public static IReadOnlyList<string> Quiet { get; } = ["last_seen_at", "count", "ends_at"];

    /// <summary>
    /// Adds the mark, its index and the trigger. A later migration that adds a column to <c>alerts</c> calls
    /// <c>select watch_alert_columns()</c> afterwards; a test finds a column that is not watched.
    /// </summary>
    public const string Up =
        """
        alter table alerts add column changed xid8 not null default pg_current_xact_id();
        create index alerts_changed on alerts (changed); -- the board: what changed since

        create function mark_alert_changed() returns trigger language plpgsql as $$
        begin
            new.changed := pg_current_xact_id();
            return new;
        end $$;

        create function watch_alert_columns() returns void language plpgsql as $$
        declare
            differs text;
        begin
            select string_agg(format('old.%1$I is distinct from new.%1$I', attname), ' or ' order by attnum) into differs
            from pg_attribute
            where attrelid = 'alerts'::regclass and attnum > 0 and not attisdropped
              and attname not in ('changed', 'last_seen_at', 'count', 'ends_at');
            drop trigger if exists alerts_changed on alerts;
            execute format('create trigger alerts_changed before update on alerts for each row when (%s) execute function mark_alert_changed()', differs);
        end $$;

        select watch_alert_columns();
        """;
}
