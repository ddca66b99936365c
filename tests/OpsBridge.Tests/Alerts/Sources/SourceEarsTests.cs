using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SourceEarsTests : IEventIntake
{
    private static readonly Actor s_key = Actor.Internal("key:prom", Permissions.ReportAlerts);
    private readonly FakeClock _clock = new();
    private readonly SourceEars _ears;
    private readonly WatchedIntake _intake;
    private readonly SourceProfile _source = new(Guid.CreateVersion7(), "prom") { Rate = new SourceRateLimit(1, 2) };
    private IntakeResult _answer = new IntakeResult.Stored([SignalOutcome.Repeated, SignalOutcome.Raised]);
    private int _taken;

    public SourceEarsTests()
    {
        _ears = new SourceEars(_clock);
        _intake = new WatchedIntake(this, new SourceRate(_clock), _ears);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_taken_refused_and_unreadable_is_counted_apart()
    {
        await _intake.TakeAsync(_source, [Event(), Event()], s_key, Ct);
        var refused = await _intake.TakeAsync(_source, [Event()], s_key, Ct);
        await _intake.QuarantineAsync(_source, new PoisonMessage("x", "bad", default), s_key, Ct);

        Assert.IsType<IntakeResult.Busy>(refused);
        Assert.Equal(2, _taken);
        var heard = Assert.Single(_ears.Drain());
        Assert.Equal((2L, 1L, 1L), (heard.Events, heard.Refused, heard.Unreadable));
        Assert.Empty(_ears.Drain());
    }

    [Fact]
    public async Task A_source_is_heard_even_while_the_database_is_away()
    {
        _answer = new IntakeResult.Unavailable(TimeSpan.FromSeconds(5));

        await _intake.TakeAsync(_source, [Event()], s_key, Ct);

        Assert.Equal((0L, _clock.GetUtcNow()), Assert.Single(_ears.Drain()) is var heard ? (heard.Events, heard.LastAt) : default);
    }

    [Fact]
    public async Task Only_new_alerts_tell_the_senders_clock()
    {
        var now = _clock.GetUtcNow();

        await _intake.TakeAsync(_source, [Event() with { StartsAt = now.AddDays(-9) }, Event() with { StartsAt = now.AddHours(1) }], s_key, Ct);

        Assert.Equal(-3600, Assert.Single(_ears.Drain()).ClockOffset);
    }

    [Fact]
    public void What_could_not_be_written_is_added_to_what_came_meanwhile()
    {
        _ears.Hear(_source.Id!.Value, events: 3, clockOffset: 1);
        var lost = Assert.Single(_ears.Drain());
        _clock.FastForward(TimeSpan.FromSeconds(1));
        _ears.Hear(_source.Id!.Value, events: 4, clockOffset: 2);

        _ears.PutBack(lost);

        var heard = Assert.Single(_ears.Drain());
        Assert.Equal((7L, 2.0, _clock.GetUtcNow()), (heard.Events, heard.ClockOffset, heard.LastAt));
    }

    [Fact]
    public async Task Who_may_not_report_is_not_even_heard()
    {
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _intake.TakeAsync(_source, [Event()], viewer, Ct));
        Assert.Empty(_ears.Drain());
    }

    Task<IntakeResult> IEventIntake.TakeAsync(SourceProfile source, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct)
    {
        _taken += events.Count;
        return Task.FromResult(_answer);
    }

    Task IEventIntake.QuarantineAsync(SourceProfile source, PoisonMessage message, Actor actor, CancellationToken ct) => Task.CompletedTask;

    private IncomingEvent Event() => new(EventAction.Fire, Labels.Of(("a", "b")), _clock.GetUtcNow());
}
