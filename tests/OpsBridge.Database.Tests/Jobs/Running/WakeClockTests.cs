using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Quartz on our own tables, in real time: two processes of a cluster, one trigger.</summary>
public sealed class WakeClockTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_two_processes_is_woken_at_the_earliest_moment_and_the_other_takes_over()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var feed = new LiveFeed();
        using var first = feed.Subscribe("first");
        using var second = feed.Subscribe("second");
        using var one = new WakeClock(database.Source, new JobNode(), TimeProvider.System, NullLogger<WakeClock>.Instance) { Wakes = first };
        using var other = new WakeClock(database.Source, new JobNode(), TimeProvider.System, NullLogger<WakeClock>.Instance) { Wakes = second };
        await one.StartAsync(Ct);
        await other.StartAsync(Ct);
        await Eventually.TrueAsync("both take part", () => one.Works && other.Works, Ct);
        await Eventually.TrueAsync("both looked once at their start", () => first.TryTake() | second.TryTake(), Ct);
        while (first.TryTake() | second.TryTake())
        {
            // the second of the two
        }

        var now = TimeProvider.System.GetUtcNow();
        await one.SetAsync(now.AddSeconds(1), Ct);
        await other.SetAsync(now.AddHours(1), Ct); // later: changes nothing
        await Eventually.TrueAsync("somebody is woken", () => first.TryTake() | second.TryTake(), Ct);
        Assert.InRange(TimeProvider.System.GetUtcNow() - now, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(20));

        await one.StopAsync(Ct);
        await other.SetAsync(TimeProvider.System.GetUtcNow().AddSeconds(1), Ct);
        await Eventually.TrueAsync("the other is woken", second.TryTake, Ct);
        await other.StopAsync(Ct);
    }
}
