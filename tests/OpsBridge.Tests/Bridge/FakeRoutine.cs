using OpsBridge.Identity;
using OpsBridge.Jobs.Pings;
using OpsBridge.Rounds;

namespace OpsBridge.Bridge;

/// <summary>Reported jobs and rounds of the next hour in memory.</summary>
internal sealed class FakeRoutine : IReportedBoard, IReportedDay, IRoundBoard, IRoundDay
{
    public List<ReportedJobRow> Reported { get; } = [];

    public List<RoundRow> Rounds { get; } = [];

    public List<ReportedLane> Lanes { get; } = [];

    public static ReportedJobRow Report(string title, ReportedJobWord word, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(), UniqueKey = "", Title = title, Details = new ReportedJobDetails(title), Word = word, StateSince = at, StartedAt = at, ExpectedAt = at, DueAt = at.AddMinutes(10),
        State = word switch { ReportedJobWord.Down => ReportedJobState.Down, ReportedJobWord.Paused => ReportedJobState.Paused, _ => ReportedJobState.Up },
        Words = "did not report in time",
    };

    public static RoundRow Round(string name, RoundState state, DateTimeOffset due) => new()
    {
        Id = Guid.CreateVersion7(), ChecklistId = Guid.CreateVersion7(), Name = name, DeskId = Guid.CreateVersion7(), DeskName = "Main", State = state, DueAt = due, OpensAt = due.AddMinutes(-60), OverdueAt = due.AddMinutes(20),
        Steps = 6, Answered = 3,
    };

    public Task<IReadOnlyList<ReportedJobRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        return Task.FromResult<IReadOnlyList<ReportedJobRow>>([.. Reported]);
    }

    Task<IReadOnlyList<ReportedLane>> IReportedDay.ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<ReportedLane>>([.. Lanes]);

    Task<IReadOnlyList<RoundRow>> IRoundDay.ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<RoundRow>>([.. Rounds]);

    public Task<IReadOnlyList<RoundRow>> NextAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        return Task.FromResult<IReadOnlyList<RoundRow>>([.. Rounds]);
    }
}
