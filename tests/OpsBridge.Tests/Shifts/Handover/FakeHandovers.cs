using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>One handover in memory, decided by the same case as in earnest.</summary>
internal sealed class FakeHandovers : IHandoverReader, IHandoverActions
{
    private static readonly DateTimeOffset s_six = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    private readonly Func<Actor> _me;

    public FakeHandovers(Actor off, Func<Actor> me)
    {
        _me = me;
        Head = WatchHandover.Schedule(new HandoverPlan(Guid.CreateVersion7(), s_six, s_six.AddHours(8), s_six.AddHours(16)) { OutgoingShiftId = Guid.CreateVersion7(), Outgoing = "Early", Incoming = "Late" }, s_six);
        Spells = [WatchSpell.Begin(Head.DeskId, Head.OutgoingShiftId, off, holds: true, s_six)];
        Head.Open(s_six);
    }

    public WatchHandover Head { get; }

    public HandoverPapers Papers { get; } = new();

    public List<WatchSpell> Spells { get; }

    public List<SectionFacts> Facts { get; } = [];

    public List<Belonging> Things { get; } = [];

    public HashSet<Guid> Elsewhere { get; } = [];

    public List<SealedTransfer> Moved { get; } = [];

    public List<HandoverStep> Taken { get; } = [];

    public HandoverOutcome? Answer { get; set; }

    public HandoverCase Case() => new(Head, Papers, new HandoverSurroundings { OnWatch = Spells, Facts = new FactBook(Facts), Belongings = Things, Elsewhere = Elsewhere });

    public Task<HandoverView?> ReadAsync(Guid id, Actor actor, CancellationToken ct) =>
        Task.FromResult(id == Head.Id ? new HandoverView(Case(), "Main", "Europe/Zurich", Moved, null, null) : null);

    public Task<HandoverOutcome> TakeAsync(Guid id, HandoverStep step, string? password, CancellationToken ct)
    {
        Taken.Add(step);
        return Task.FromResult(Answer ?? Case().Take(step, _me(), s_six.AddHours(7)));
    }

    public Task<OpenHandoverResult> OpenAsync(Guid desk, DateTimeOffset at, CancellationToken ct) => Task.FromResult<OpenHandoverResult>(new OpenHandoverResult.Opened(Head.Id));
}
