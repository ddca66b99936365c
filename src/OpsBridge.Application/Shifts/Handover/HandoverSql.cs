namespace OpsBridge.Shifts.Handover;

/// <summary>What EF Core does not model of handovers: rows that are only ever added, and none any more once the record is sealed.</summary>
public static class HandoverSql
{
    /// <summary>Rows that are only added.</summary>
    public static IReadOnlyList<string> Papers { get; } = ["handover_texts", "handover_ticks", "handover_messages", "handover_decisions", "handover_signatures"];

    /// <summary>Tables whose change open pages hear of.</summary>
    public static IReadOnlyList<string> Announced { get; } = ["handovers", .. Papers, "handover_additions"];

    /// <summary>Creates the triggers.</summary>
    public static string Up { get; } =
        """
        create function handover_sealed() returns trigger language plpgsql as $$
        begin
            if exists (select 1 from handover_records r where r.handover_id = new.handover_id) then
                raise exception 'handover % is sealed; corrections are appended', new.handover_id using errcode = 'insufficient_privilege';
            end if;
            return new;
        end $$;

        """ + string.Join('\n', Papers.Select(table =>
            $"""
            create trigger {table}_append_only before update or delete or truncate on {table} for each statement execute function refuse_change();
            create trigger {table}_sealed before insert on {table} for each row execute function handover_sealed();
            """).Concat(new[] { "handover_additions", "handover_records" }.Select(table =>
            $"create trigger {table}_append_only before update or delete or truncate on {table} for each statement execute function refuse_change();")));
}
