using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts.Flood;

public sealed class FloodWatchTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Actor s_source = Actor.Internal("source", Permissions.ReportAlerts);
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private readonly FakeClock _clock = new();
    private readonly LiveFeed _feed = new();
    private TestDatabase _database = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_flood_is_noticed_and_its_begin_and_end_are_in_the_timeline_once_though_two_processes_look()
    {
        using var one = await WatchAsync();
        using var two = await WatchAsync();
        await RaiseAsync(0, 11);

        await JudgeAsync(one, two);
        Assert.Equal((11, _clock.GetUtcNow()), (one.Flood.Current(_ann).Alarms, one.Flood.Current(_ann).Since!.Value));
        Assert.Equal(one.Flood.Current(_ann), two.Flood.Current(_ann));

        _clock.FastForward(TimeSpan.FromMinutes(12));
        await JudgeAsync(one, two);
        Assert.Null(one.Flood.Current(_ann).Since);
        Assert.Null(two.Flood.Current(_ann).Since);

        var entries = (await new TimelineReader(_database.Contexts).LatestAsync(50, _ann, Ct)).Where(e => e.Kind.StartsWith("flood.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["alert flood over after 12 min, at most 11 alarms in 10 min", "alert flood: 11 alarms in 10 min for nobody on the console"], entries.Select(e => e.Text));
    }

    [Fact]
    public async Task Two_people_on_the_console_bear_twice_as_much()
    {
        using var watch = await WatchAsync();
        var presence = new AlertPresence(_database.Source, _clock);
        await presence.ShowAsync(Guid.CreateVersion7(), null, _ann, Ct);
        await presence.ShowAsync(Guid.CreateVersion7(), null, _ann, Ct); // a second window is not a second person
        await presence.ShowAsync(Guid.CreateVersion7(), null, Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator), Ct);
        await presence.ShowAsync(Guid.CreateVersion7(), null, Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer), Ct); // may only look
        await RaiseAsync(0, 20);
        await JudgeAsync(watch);
        Assert.Equal((10.0, null), (watch.Flood.Current(_ann).Rate, watch.Flood.Current(_ann).Since));

        await RaiseAsync(20, 1);
        await JudgeAsync(watch);

        Assert.NotNull(watch.Flood.Current(_ann).Since);
    }

    [Fact]
    public async Task A_process_that_starts_in_a_flood_knows_it()
    {
        await RaiseAsync(0, 15);
        using var first = await WatchAsync();
        await JudgeAsync(first);
        var since = first.Flood.Current(_ann).Since;
        _clock.FastForward(TimeSpan.FromMinutes(3));

        using var second = await WatchAsync();
        await JudgeAsync(second);

        Assert.Equal((15, since), (second.Flood.Current(_ann).Alarms, second.Flood.Current(_ann).Since));
    }

    [Fact]
    public async Task A_repeat_and_what_a_silence_hides_are_no_alarms()
    {
        var silences = new Board.FakeSuppressions(_clock);
        silences.Hide("f0", _clock.GetUtcNow().AddHours(1));
        using var watch = await WatchAsync(silences);

        await RaiseAsync(0, 3);
        await RaiseAsync(0, 3);
        await JudgeAsync(watch);

        Assert.Equal(2, watch.Flood.Current(_ann).Alarms);
    }

    private async Task<Watching> WatchAsync(ISuppressions? suppressions = null)
    {
        var board = new AlertBoard(_database.Contexts, _feed, _clock, suppressions);
        var flood = new FloodWatch(board, new AlertPresence(_database.Source, _clock), new FloodParts(_database.Contexts), _feed, _clock, NullLogger<FloodWatch>.Instance);
        await flood.BeginAsync(Ct);
        return new Watching(board, flood);
    }

    private async Task JudgeAsync(params Watching[] processes)
    {
        _feed.Publish("alerts");
        foreach (var process in processes)
        {
            await process.Board.OpenAsync(_ann, Ct);
            process.Flood.Count();
            await process.Flood.JudgeAsync(Ct);
        }
    }

    private Task<IReadOnlyList<SignalOutcome>> RaiseAsync(int from, int count) => new ApplySignals(_database.Contexts).HandleAsync(
        [.. Enumerable.Range(from, count).Select(i => new AlertSignal(Labels.Of(("name", $"f{i}")), true, AlertSeverity.Major, $"f{i}", _clock.GetUtcNow()))], s_source, Ct);

    private sealed record Watching(AlertBoard Board, FloodWatch Flood) : IDisposable
    {
        public void Dispose()
        {
            Flood.Dispose();
            Board.Dispose();
        }
    }
}
