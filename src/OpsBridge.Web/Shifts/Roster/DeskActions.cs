using System.Globalization;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Roster;

/// <summary>What a supervisor does to desks and their rhythm from a page.</summary>
public interface IDeskActions
{
    /// <summary>Makes a desk, or changes one.</summary>
    Task<ShiftAnswer> SaveAsync(DeskRow? known, DeskDetails details);

    /// <summary>Gives a desk up.</summary>
    Task<ShiftAnswer> RetireAsync(Guid desk);

    /// <summary>Gives a desk another rhythm.</summary>
    Task<ShiftAnswer> PlanAsync(Guid desk, PatternDetails details);

    /// <summary>Makes the shifts of a desk anew from a day on.</summary>
    Task<ShiftAnswer> RemakeAsync(Guid desk, DateOnly from);

    /// <summary>Says who is in a crew.</summary>
    Task<ShiftAnswer> SetCrewAsync(Guid desk, string crew, IReadOnlyCollection<Guid> people);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record DeskVerbs(SaveDesk Save, RetireDesk Retire, SavePattern Plan, RemakeShifts Remake, SetCrew SetCrew);

/// <inheritdoc cref="IDeskActions"/>
public sealed class DeskActions(DeskVerbs verbs, CurrentActor current) : IDeskActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // a change that was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<ShiftAnswer> SaveAsync(DeskRow? known, DeskDetails details) => DeskAnswers.TryAsync(current, async actor => await verbs.Save.HandleAsync(known?.Id, known?.Version ?? 0, details, actor, s_toTheEnd) switch
    {
        SaveDeskResult.Saved saved => ShiftAnswer.Ok(known is null ? $"Desk {details.Name.Trim()} is there. Give it a pattern next." : "Saved.", saved.Id),
        SaveDeskResult.Invalid invalid => ShiftAnswer.Wrong(invalid.Errors),
        SaveDeskResult.Stale => ShiftAnswer.No("Somebody changed this desk while you were editing. Close this and look at it again."),
        _ => ShiftAnswer.No("There is no such desk any more."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> RetireAsync(Guid desk) => DeskAnswers.TryAsync(current, async actor => await verbs.Retire.HandleAsync(desk, actor, s_toTheEnd) switch
    {
        RetireDeskResult.Done => ShiftAnswer.Ok("The desk is given up."),
        RetireDeskResult.OnWatch on => ShiftAnswer.No($"{string.Join(" and ", on.Who)} is on watch there. End the watch first."),
        _ => ShiftAnswer.No("There is no such desk any more."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> PlanAsync(Guid desk, PatternDetails details) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Plan.HandleAsync(desk, details, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<ShiftAnswer> RemakeAsync(Guid desk, DateOnly from) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Remake.HandleAsync(desk, from, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<ShiftAnswer> SetCrewAsync(Guid desk, string crew, IReadOnlyCollection<Guid> people) => DeskAnswers.TryAsync(current, async actor => await verbs.SetCrew.HandleAsync(desk, crew, people, actor, s_toTheEnd) switch
    {
        SetCrewResult.Done => ShiftAnswer.Ok($"Crew {crew} is set; its shifts ahead follow."),
        SetCrewResult.CannotStand => ShiftAnswer.No("One of them may not stand watch any more."),
        SetCrewResult.Invalid => ShiftAnswer.No("A crew has a name of 1 to 20 characters and at most 20 people."),
        _ => ShiftAnswer.No("There is no such desk any more."),
    });

    private static ShiftAnswer Words(PlanShiftsResult result) => result switch
    {
        PlanShiftsResult.Done done => ShiftAnswer.Ok(string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Shifts.Made} shifts are new, {done.Shifts.Removed} are gone{(done.Shifts.Skipped > 0 ? $"; {done.Shifts.Skipped} were left out, because another shift is at that time" : "")}.")),
        PlanShiftsResult.Invalid invalid => ShiftAnswer.Wrong(invalid.Errors),
        PlanShiftsResult.NoPattern => ShiftAnswer.No("This desk has no pattern yet."),
        _ => ShiftAnswer.No("There is no such desk any more."),
    };
}
