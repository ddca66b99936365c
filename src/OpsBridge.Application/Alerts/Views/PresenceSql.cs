namespace OpsBridge.Alerts.Views;

/// <summary>
/// Who has a console open and which alert they look at. Unlogged: after a crash of PostgreSQL it is empty and fills again
/// within one beat. A beat announces nothing; only who comes, goes or looks at something else does.
/// </summary>
public static class PresenceSql
{
    /// <summary>Creates the table and its announcement.</summary>
    public const string Up =
        """
        create unlogged table alert_viewers (
            circuit uuid primary key,
            account_id uuid not null,
            name varchar(200) not null,
            may_handle boolean not null,
            alert_id bigint,
            seen_at timestamptz not null
        );
        create trigger alert_viewers_announce after insert or delete or update of alert_id on alert_viewers
            for each row execute function announce_change();
        """;
}
