namespace OpsBridge.Shifts.LogBook;

/// <summary>What EF Core does not model of the log book: search, and that what is written stays written.</summary>
public static class LogBookSql
{
    /// <summary>
    /// A generated search column over words of letters and digits only ("inv-db-01" is found by any of its parts), with a GIN
    /// index; versions and files that nobody can change or delete; entries whose facts nobody can change, and whose text
    /// changes with a new version only.
    /// </summary>
    public const string Up =
        """
        create function log_words(said text) returns tsvector language sql immutable parallel safe as $$
            select to_tsvector('simple'::regconfig, regexp_replace(said, '[^[:alnum:]]+', ' ', 'g'))
        $$;
        alter table log_entries add column search tsvector generated always as (log_words(text)) stored;
        create index ix_log_entries_search on log_entries using gin (search);

        create function log_entries_guard() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                raise exception 'log_entries keeps every entry' using errcode = 'insufficient_privilege';
            end if;
            if (new.id, new.desk_id, new.shift_id, new.kind, new.event_at, new.entered_at, new.late, new.author_id, new.author_name, new.reply_to_id, new.alert_id, new.asset_ids, new.tags, new.pin)
                is distinct from
               (old.id, old.desk_id, old.shift_id, old.kind, old.event_at, old.entered_at, old.late, old.author_id, old.author_name, old.reply_to_id, old.alert_id, old.asset_ids, old.tags, old.pin) then
                raise exception 'the facts of an entry never change' using errcode = 'insufficient_privilege';
            end if;
            if (new.text, new.versions) is distinct from (old.text, old.versions)
                and not (new.versions = old.versions + 1
                    and exists (select 1 from log_versions v where v.entry_id = new.id and v.number = new.versions and v.text = new.text)) then
                raise exception 'the text of an entry changes by a new version only' using errcode = 'insufficient_privilege';
            end if;
            if old.closed_at is not null and (new.closed_at, new.closed_by, new.closing_word) is distinct from (old.closed_at, old.closed_by, old.closing_word) then
                raise exception 'a closed entry stays closed' using errcode = 'insufficient_privilege';
            end if;
            return new;
        end $$;

        create constraint trigger log_entries_guard after update on log_entries
            deferrable initially deferred for each row execute function log_entries_guard();
        create trigger log_entries_keep before delete on log_entries for each row execute function log_entries_guard();
        create trigger log_entries_no_truncate before truncate on log_entries for each statement execute function refuse_change();
        create trigger log_versions_append_only before update or delete or truncate on log_versions
            for each statement execute function refuse_change();
        create trigger log_attachments_append_only before update or delete or truncate on log_attachments
            for each statement execute function refuse_change();
        """;

    /// <summary>Tables whose changes are announced.</summary>
    public static IReadOnlyList<string> Announced { get; } = ["log_entries", "log_attachments"];
}
