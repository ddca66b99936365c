namespace OpsBridge.Shifts;

/// <summary>What EF Core does not model of desks and shifts.</summary>
public static class ShiftsSql
{
    /// <summary>Desk names once among those in use; no two shifts of a desk at one moment (needs PostgreSQL's own btree_gist).</summary>
    public const string Up =
        """
        create extension if not exists btree_gist;
        create unique index ix_desks_name on desks (lower(name)) where retired_at is null;
        alter table shifts add constraint ck_shifts_last check (ends_at > starts_at);
        alter table shifts add constraint ex_shifts_no_overlap exclude using gist (desk_id with =, tstzrange(starts_at, ends_at) with &&);
        """;
}
