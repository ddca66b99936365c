namespace OpsBridge.Live;

/// <summary>
/// Statement triggers that announce a table's change. PostgreSQL delivers on commit only and folds equal
/// announcements of one transaction into one (PostgreSQL manual, NOTIFY).
/// </summary>
public static class LiveTableSql
{
    /// <summary>The channel that every process listens to; the payload is the topic.</summary>
    public const string Channel = "opsbridge_changes";

    /// <summary>Creates the trigger function; once, before the first <see cref="Announce"/>.</summary>
    public const string Up =
        """
        create function announce_change() returns trigger language plpgsql as $$
        begin
            perform pg_notify('opsbridge_changes', tg_table_name);
            return null;
        end $$;
        """;

    /// <summary>Makes a table announce its changes. Only for tables that people or batches change, never per sample.</summary>
    public static string Announce(string table) =>
        $"create trigger {table}_announce after insert or update or delete or truncate on {table} for each statement execute function announce_change();";
}
