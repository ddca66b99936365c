using OpsBridge.Live;

namespace OpsBridge.Rounds;

/// <summary>What EF Core does not model of rounds: what was written, read and approved stays; announcements.</summary>
public static class RoundsSql
{
    /// <summary>
    /// Readings, photos and steps of runbooks that nobody can change or delete; versions of which only the approval is added;
    /// rounds of which only those that have never begun go, when the plan changes.
    /// </summary>
    public static string Up { get; } =
        """
        create trigger round_readings_append_only before update or delete or truncate on round_readings for each statement execute function refuse_change();
        create trigger round_files_append_only before update or delete or truncate on round_files for each statement execute function refuse_change();
        create trigger runbook_deeds_append_only before update or delete or truncate on runbook_deeds for each statement execute function refuse_change();
        create trigger runbooks_keep before delete or truncate on runbooks for each statement execute function refuse_change();
        create trigger runbook_versions_keep before delete or truncate on runbook_versions for each statement execute function refuse_change();
        create trigger runbook_runs_keep before delete or truncate on runbook_runs for each statement execute function refuse_change();
        create trigger checklists_keep before delete or truncate on checklists for each statement execute function refuse_change();
        create trigger checklist_versions_keep before delete or truncate on checklist_versions for each statement execute function refuse_change();
        create trigger rounds_no_truncate before truncate on rounds for each statement execute function refuse_change();

        create function rounds_guard() returns trigger language plpgsql as $$
        begin
            if tg_table_name = 'rounds' then
                if old.stage <> 'Planned' then
                    raise exception 'rounds that have begun are kept' using errcode = 'insufficient_privilege';
                end if;
                return old;
            end if;
            if (new.number, new.details, new.written_at, new.written_by) is distinct from (old.number, old.details, old.written_at, old.written_by) or old.approved_at is not null then
                raise exception 'what a version says never changes' using errcode = 'insufficient_privilege';
            end if;
            return new;
        end $$;
        create trigger rounds_keep before delete on rounds for each row execute function rounds_guard();
        create trigger checklist_versions_guard before update on checklist_versions for each row execute function rounds_guard();
        create trigger runbook_versions_guard before update on runbook_versions for each row execute function rounds_guard();

        """ + string.Join('\n', new[] { "checklists", "rounds", "round_readings", "runbook_versions", "runbook_runs", "runbook_deeds" }.Select(LiveTableSql.Announce));
}
