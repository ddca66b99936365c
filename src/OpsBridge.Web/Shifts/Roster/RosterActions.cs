using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Roster;

/// <summary>What a supervisor does to the people on shifts from a page.</summary>
public interface IRosterActions
{
    /// <summary>Puts somebody on a shift.</summary>
    Task<ShiftAnswer> AssignAsync(Guid shift, Guid account);

    /// <summary>Takes somebody off.</summary>
    Task<ShiftAnswer> UnassignAsync(Guid assignment);

    /// <summary>Moves somebody to another shift.</summary>
    Task<ShiftAnswer> MoveAsync(Guid assignment, Guid toShift);

    /// <summary>Records days on which somebody is away.</summary>
    Task<ShiftAnswer> RecordAbsenceAsync(Guid account, DateOnly first, DateOnly last, AbsenceKind kind);

    /// <summary>Takes days away back.</summary>
    Task<ShiftAnswer> RemoveAbsenceAsync(Guid absence);

    /// <summary>Takes in holidays, one a line.</summary>
    Task<ShiftAnswer> ImportHolidaysAsync(string lines);

    /// <summary>Makes a secret address for a calendar program; the answer's text is the secret.</summary>
    Task<ShiftAnswer> MakeFeedAsync(Guid? desk);

    /// <summary>Ends such an address.</summary>
    Task<ShiftAnswer> RevokeFeedAsync(Guid feed);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record RosterVerbs(
    AssignPerson Assign, UnassignPerson Unassign, MoveAssignment Move, RecordAbsence Away, RemoveAbsence Back, ImportHolidays Holidays, CreateCalendarFeed MakeFeed, RevokeCalendarFeed RevokeFeed);

/// <inheritdoc cref="IRosterActions"/>
public sealed class RosterActions(RosterVerbs verbs, CurrentActor current) : IRosterActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // a change that was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<ShiftAnswer> AssignAsync(Guid shift, Guid account) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Assign.HandleAsync(shift, account, actor, s_toTheEnd), "is on the shift"));

    /// <inheritdoc />
    public Task<ShiftAnswer> UnassignAsync(Guid assignment) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Unassign.HandleAsync(assignment, actor, s_toTheEnd), "is off the shift"));

    /// <inheritdoc />
    public Task<ShiftAnswer> MoveAsync(Guid assignment, Guid toShift) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Move.HandleAsync(assignment, toShift, actor, s_toTheEnd), "is moved"));

    /// <inheritdoc />
    public Task<ShiftAnswer> RecordAbsenceAsync(Guid account, DateOnly first, DateOnly last, AbsenceKind kind) => DeskAnswers.TryAsync(current, async actor => await verbs.Away.HandleAsync(account, first, last, kind, actor, s_toTheEnd) switch
    {
        RecordAbsenceResult.Done { Shifts: 0 } done => ShiftAnswer.Ok("Recorded.", done.Id),
        RecordAbsenceResult.Done done => ShiftAnswer.Ok(done.Shifts == 1 ? "Recorded. 1 shift is a gap now." : $"Recorded. {done.Shifts} shifts are gaps now.", done.Id),
        RecordAbsenceResult.WrongDays => ShiftAnswer.No("The last day is the first or a later one, at most a year on."),
        _ => ShiftAnswer.No("There is no such account."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> RemoveAbsenceAsync(Guid absence) => DeskAnswers.TryAsync(current, async actor =>
        await verbs.Back.HandleAsync(absence, actor, s_toTheEnd) ? ShiftAnswer.Ok("Taken back.") : ShiftAnswer.No("It was taken back already."));

    /// <inheritdoc />
    public Task<ShiftAnswer> ImportHolidaysAsync(string lines) => DeskAnswers.TryAsync(current, async actor => await verbs.Holidays.HandleAsync(lines, actor, s_toTheEnd) switch
    {
        ImportHolidaysResult.Done done => ShiftAnswer.Ok($"{done.Days} holidays are shown in the roster."),
        ImportHolidaysResult.Invalid invalid => ShiftAnswer.No(invalid.Why),
        _ => ShiftAnswer.No("Nothing was taken in."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> MakeFeedAsync(Guid? desk) => DeskAnswers.TryAsync(current, async actor => await verbs.MakeFeed.HandleAsync(desk, actor, s_toTheEnd) switch
    {
        CreateCalendarFeedResult.Done done => ShiftAnswer.Ok(done.Secret, done.Id),
        CreateCalendarFeedResult.TooMany => ShiftAnswer.No("You have ten addresses already. Revoke one first."),
        _ => ShiftAnswer.No("There is no such desk any more."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> RevokeFeedAsync(Guid feed) => DeskAnswers.TryAsync(current, async actor =>
        await verbs.RevokeFeed.HandleAsync(feed, actor, s_toTheEnd) ? ShiftAnswer.Ok("The address works no more.") : ShiftAnswer.No("It was revoked already."));

    private static ShiftAnswer Words(AssignmentAnswer answer, string done) => answer switch
    {
        AssignmentAnswer.Done it => ShiftAnswer.Ok($"{it.Name} {done}.", it.Id),
        AssignmentAnswer.Refused no => ShiftAnswer.No(no.Why),
        _ => ShiftAnswer.No("The roster has changed meanwhile; look again."),
    };
}
