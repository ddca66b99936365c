using Microsoft.EntityFrameworkCore;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SilenceTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly SourceEstate _estate = new(database, new FakeClock());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SourceWatch Watch => _estate.Get<SourceWatch>();

    [Fact]
    public async Task A_source_that_falls_silent_raises_one_alert_and_its_own_stay_open_marked_and_clear_when_it_speaks()
    {
        var made = await WatchedAsync("Falls silent");
        await _estate.RaiseAsync(made.Id, "still firing");
        await HearAsync(made.Id);

        await PassAsync(TimeSpan.FromMinutes(6));
        await PassAsync(TimeSpan.FromMinutes(1));

        var silent = await AlarmAsync("Falls silent");
        Assert.Equal((AlertSeverity.Major, AlertState.Unacknowledged, 1), (silent.Severity, silent.State, silent.Count));
        var dead = await OneAsync(made.Id);
        Assert.Equal((AlertState.Unacknowledged, AlertEnding.SourceDead), (dead.State, dead.Ending));
        Assert.Equal(SourceState.Silent, (await RowAsync(made.Id)).State);

        await HearAsync(made.Id);

        Assert.Equal(AlertState.ReturnedUnacknowledged, (await AlarmAsync("Falls silent")).State);
        var alive = await OneAsync(made.Id);
        Assert.Equal((AlertState.Unacknowledged, null, _estate.Clock.GetUtcNow().AddMinutes(5)), (alive.State, alive.Ending, alive.EndsAt));
        Assert.Equal(SourceState.Heard, (await RowAsync(made.Id)).State);
        Assert.Equal([AlertTransitionKind.SourceDied, AlertTransitionKind.SourceSpoke], await StepsAsync(alive.Id));
    }

    [Fact]
    public async Task A_source_that_was_never_connected_or_is_not_watched_is_not_dead()
    {
        var never = await WatchedAsync("Never connected");
        var free = await _estate.CreateAsync(new SourceDetails("Unwatched", SourceFormat.OpsBridge));
        await HearAsync(free.Id);

        await PassAsync(TimeSpan.FromDays(1));

        Assert.Equal((SourceState.Never, SourceState.Heard), ((await RowAsync(never.Id)).State, (await RowAsync(free.Id)).State));
    }

    [Fact]
    public async Task Deleting_a_dead_source_clears_the_alarm_about_it()
    {
        var made = await WatchedAsync("Deleted while dead");
        await HearAsync(made.Id);
        await PassAsync(TimeSpan.FromMinutes(6));

        await _estate.Get<DeleteSource>().HandleAsync(made.Id, SourceEstate.Admin, Ct);

        Assert.Equal(AlertState.ReturnedUnacknowledged, (await AlarmAsync("Deleted while dead")).State);
    }

    [Fact]
    public async Task What_is_heard_adds_up_over_processes_and_the_rate_fades()
    {
        var made = await _estate.CreateAsync(new SourceDetails("Counted", SourceFormat.OpsBridge));
        await using var other = new SourceEstate(database, _estate.Clock);
        _estate.Get<SourceEars>().Hear(made.Id, events: 90, clockOffset: -3600);
        other.Get<SourceEars>().Hear(made.Id, events: 30, refused: 5, unreadable: 2);
        await _estate.Get<HearingLog>().WriteAsync(Ct);
        await other.Get<HearingLog>().WriteAsync(Ct);

        var row = await RowAsync(made.Id);
        Assert.Equal((120L, 5L, 120.0), (row.Events, row.Refused, Math.Round(row.PerMinute)));
        Assert.Equal(new ClockTrouble(Ahead: true, TimeSpan.FromHours(1)), row.Clock);

        _estate.Clock.FastForward(TimeSpan.FromMinutes(1));
        _estate.Get<SourceEars>().Hear(made.Id);
        await _estate.Get<HearingLog>().WriteAsync(Ct);
        Assert.Equal(Math.Round(120 / Math.E), Math.Round((await RowAsync(made.Id)).PerMinute));

        for (var i = 0; i < 40; i++)
        {
            _estate.Clock.FastForward(TimeSpan.FromMinutes(15)); // far below the smallest number there is
            _estate.Get<SourceEars>().Hear(made.Id);
            await _estate.Get<HearingLog>().WriteAsync(Ct);
        }

        Assert.Equal(0, (await RowAsync(made.Id)).PerMinute);
    }

    [Fact]
    public async Task A_source_that_was_deleted_meanwhile_is_heard_no_more()
    {
        _estate.Get<SourceEars>().Hear(Guid.CreateVersion7(), events: 1);

        await _estate.Get<HearingLog>().WriteAsync(Ct);

        Assert.Empty(_estate.Get<SourceEars>().Drain());
    }

    [Fact]
    public async Task While_a_watched_source_says_nothing_at_all_its_alerts_do_not_time_out()
    {
        var made = await WatchedAsync("No time-out");
        var free = await _estate.CreateAsync(new SourceDetails("Times out", SourceFormat.OpsBridge));
        await HearAsync(made.Id);
        var voices = _estate.Get<SourceVoices>();
        var end = _estate.Clock.GetUtcNow().AddMinutes(1);

        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((false, true, true), (voices.MayTimeOut(made.Id, end), voices.MayTimeOut(free.Id, end), voices.MayTimeOut(null, end)));

        await HearAsync(made.Id); // it speaks, yet not of this alert
        Assert.True(voices.MayTimeOut(made.Id, end));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private Task<CreateSourceResult.Done> WatchedAsync(string name) =>
        _estate.CreateAsync(new SourceDetails(name, SourceFormat.Prometheus) { SilenceLimit = s_limit });

    private Task HearAsync(Guid source)
    {
        _estate.Get<SourceEars>().Hear(source, events: 1);
        return Watch.RoundAsync(Ct);
    }

    private Task PassAsync(TimeSpan time)
    {
        _estate.Clock.FastForward(time);
        return Watch.RoundAsync(Ct);
    }

    private async Task<SourceRow> RowAsync(Guid id) => (await _estate.Get<ISourceList>().FindAsync(id, SourceEstate.Admin, Ct))!;

    private async Task<IReadOnlyList<AlertTransitionKind>> StepsAsync(long id)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<AlertTransition>().Where(t => t.AlertId == id).OrderBy(t => t.Revision).Select(t => t.Kind).ToListAsync(Ct);
    }

    private async Task<Alert> OneAsync(Guid source)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().SingleAsync(a => a.SourceId == source, Ct);
    }

    private async Task<Alert> AlarmAsync(string source)
    {
        var fingerprint = SilenceAlarm.Identity(source).Fingerprint();
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().SingleAsync(a => a.Fingerprint == fingerprint, Ct);
    }
}
