namespace OpsBridge.Shifts.Roster;

/// <summary>Somebody on a planned shift.</summary>
/// <param name="AssignmentId">Key of the assignment.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
/// <param name="Supervises">Whether they count as a supervisor.</param>
/// <param name="Origin">How they came onto it.</param>
/// <param name="Trouble">Why they will not stand it, in a few words ("on leave", "disabled"); null when nothing is known.</param>
public sealed record RosterPerson(Guid AssignmentId, Guid AccountId, string Name, bool Supervises, AssignmentOrigin Origin, string? Trouble);

/// <summary>A planned shift with its people.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">What operators call it.</param>
/// <param name="Day">The day on the desk's clocks on which it begins.</param>
/// <param name="StartsAt">When it begins (UTC).</param>
/// <param name="EndsAt">When it ends (UTC).</param>
/// <param name="Crew">Whose turn it is; null for none.</param>
/// <param name="People">Who is on it.</param>
/// <param name="MissingPeople">How many are missing to the minimum.</param>
/// <param name="MissingSupervisors">How many supervisors are missing.</param>
public sealed record RosterShift(
    Guid Id, string Name, DateOnly Day, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Crew, IReadOnlyList<RosterPerson> People, int MissingPeople, int MissingSupervisors)
{
    /// <summary>Whether too few are on it.</summary>
    public bool IsGap => MissingPeople > 0 || MissingSupervisors > 0;

    /// <summary>What is missing, in words; empty when nothing is.</summary>
    public string Missing => (MissingPeople, MissingSupervisors) switch
    {
        (0, 0) => "",
        (0, _) => "no supervisor",
        (1, _) => "1 missing",
        _ => $"{MissingPeople} missing",
    };

    /// <summary>A shift with people, judged by the minimum of its desk.</summary>
    public static RosterShift Of(Shift shift, IReadOnlyList<RosterPerson> people, int minimum, int supervisors)
    {
        var able = people.Where(p => p.Trouble is null).ToList();
        return new RosterShift(
            shift.Id, shift.Name, shift.Day, shift.StartsAt, shift.EndsAt, shift.Crew, people,
            Math.Max(0, minimum - able.Count), Math.Max(0, supervisors - able.Count(p => p.Supervises)));
    }
}

/// <summary>Somebody who can be put on a shift.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
public sealed record RosterColleague(Guid AccountId, string Name);

/// <summary>Somebody's days away.</summary>
/// <param name="Id">Its key.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day, included.</param>
/// <param name="Kind">Why.</param>
public sealed record RosterAbsence(Guid Id, Guid AccountId, string Name, DateOnly FirstDay, DateOnly LastDay, AbsenceKind Kind);

/// <summary>Somebody on a shift of another desk.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Desk">Name of that desk.</param>
/// <param name="StartsAt">When that shift begins (UTC).</param>
/// <param name="EndsAt">When it ends (UTC).</param>
public sealed record RosterElsewhere(Guid AccountId, string Desk, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>Some days of one desk's roster.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Shifts">The shifts that begin on these days, by time.</param>
/// <param name="Colleagues">Who can be put on a shift, by name.</param>
/// <param name="Absences">Who is away on any of these days.</param>
/// <param name="Holidays">Names of holidays by day.</param>
public sealed record RosterView(
    DateOnly From, DateOnly To, IReadOnlyList<RosterShift> Shifts, IReadOnlyList<RosterColleague> Colleagues, IReadOnlyList<RosterAbsence> Absences,
    IReadOnlyDictionary<DateOnly, string> Holidays)
{
    /// <summary>Who is on a shift of another desk at the time of any of these.</summary>
    public IReadOnlyList<RosterElsewhere> Elsewhere { get; init; } = [];

    /// <summary>How many of the shifts have too few people.</summary>
    public int Gaps(DateTimeOffset now) => Shifts.Count(s => s.IsGap && s.EndsAt > now);
}
