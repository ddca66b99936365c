using OpsBridge.Identity;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

/// <summary>Desks, roster and watch in memory; what pages do is kept in words.</summary>
internal sealed class FakeShifts : IWatchBoard, IWatchActions, IColleagueList, IDeskList, IRosterBook, IRosterActions
{
    public List<DeskWatch> Watches { get; } = [];

    public List<DeskRow> Desks { get; } = [];

    public RosterView View { get; set; } = new(default, default, [], [], [], new Dictionary<DateOnly, string>());

    public List<string> Done { get; } = [];

    public ShiftAnswer Answer { get; set; } = ShiftAnswer.Ok("Done.");

    public Task<IReadOnlyList<DeskWatch>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<DeskWatch>>([.. Watches]);

    Task<IReadOnlyList<DeskRow>> IDeskList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<DeskRow>>([.. Desks]);

    public Task<RosterView> ReadAsync(Guid desk, DateOnly from, DateOnly to, Actor actor, CancellationToken ct) =>
        Task.FromResult(View with { From = from, To = to, Shifts = [.. View.Shifts.Where(s => s.Day >= from && s.Day <= to)] });

    public Task<IReadOnlyList<Colleague>> HoldingAsync(string permission, Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Colleague>>([new Colleague(Guid.CreateVersion7(), "operator2")]);

    public Task<ShiftAnswer> TakeAsync(Guid desk) => Say("take");

    public Task<ShiftAnswer> LeaveAsync(Guid desk) => Say("leave");

    public Task<ShiftAnswer> OfferAsync(Guid desk, ReliefForm form) => Say($"offer {form.Text}");

    public Task<ShiftAnswer> WithdrawAsync(Guid desk) => Say("withdraw");

    public Task<ShiftAnswer> RelieveAsync(Guid desk, IReadOnlyCollection<string> confirmed) => Say($"relieve {confirmed.Count}");

    public Task<ShiftAnswer> GoUnstaffedAsync(Guid desk, UnstaffedForm form) => Say($"unstaffed {form.SafeState}");

    public Task<ShiftAnswer> EndAsync(Guid desk, Guid account, string reason) => Say($"end {reason}");

    public Task<ShiftAnswer> AssignAsync(Guid shift, Guid account) => Say($"assign {shift} {account}");

    public Task<ShiftAnswer> UnassignAsync(Guid assignment) => Say($"unassign {assignment}");

    public Task<ShiftAnswer> MoveAsync(Guid assignment, Guid toShift) => Say($"move {assignment} {toShift}");

    public Task<ShiftAnswer> RecordAbsenceAsync(Guid account, DateOnly first, DateOnly last, AbsenceKind kind) => Say("away");

    public Task<ShiftAnswer> RemoveAbsenceAsync(Guid absence) => Say("back");

    public Task<ShiftAnswer> ImportHolidaysAsync(string lines) => Say("holidays");

    public Task<ShiftAnswer> MakeFeedAsync(Guid? desk) => Say("feed");

    public Task<ShiftAnswer> RevokeFeedAsync(Guid feed) => Say("revoke");

    private Task<ShiftAnswer> Say(string what)
    {
        Done.Add(what);
        return Task.FromResult(Answer);
    }
}
