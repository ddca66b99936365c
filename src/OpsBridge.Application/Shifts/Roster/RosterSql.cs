namespace OpsBridge.Shifts.Roster;

/// <summary>What EF Core does not model of the roster.</summary>
public static class RosterSql
{
    /// <summary>Nobody is on two shifts at one moment; absences end after they begin.</summary>
    public const string Up =
        """
        alter table shift_assignments add constraint ex_shift_assignments_one_place exclude using gist (account_id with =, tstzrange(starts_at, ends_at) with &&);
        alter table absences add constraint ck_absences_days check (last_day >= first_day);
        """;
}
