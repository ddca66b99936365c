using Xunit;

namespace OpsBridge.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task A_burst_that_comes_during_a_refresh_costs_one_more_refresh()
    {
        var feed = new LiveFeed();
        using var subscription = feed.Subscribe("alerts");
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var refreshes = 0;
        var pump = subscription.PumpAsync(
            async () =>
            {
                refreshes++;
                if (refreshes == 1)
                {
                    entered.SetResult();
                    await gate.Task;
                }
                else
                {
                    second.TrySetResult();
                }
            },
            TimeSpan.Zero,
            TimeProvider.System,
            stop.Token);

        feed.Publish("alerts");
        await entered.Task;
        for (var i = 0; i < 10_000; i++)
        {
            feed.Publish("alerts");
        }

        gate.SetResult();
        await second.Task;
        subscription.Dispose();
        await pump;

        Assert.Equal(2, refreshes);
    }

    [Fact]
    public async Task A_disposed_subscription_hears_nothing_and_its_pump_ends()
    {
        var feed = new LiveFeed();
        var subscription = feed.Subscribe("alerts");
        var refreshes = 0;
        var pump = subscription.PumpAsync(
            () =>
            {
                refreshes++;
                return Task.CompletedTask;
            },
            TimeSpan.Zero,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

        subscription.Dispose();
        feed.Publish("alerts");
        await pump;

        Assert.Equal(0, refreshes);
    }
}
