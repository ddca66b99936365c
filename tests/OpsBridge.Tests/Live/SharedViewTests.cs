using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Live;

public sealed class SharedViewTests
{
    [Fact]
    public async Task Whoever_is_woken_first_by_a_change_reads_the_value_after_it()
    {
        var feed = new LiveFeed();
        var stored = 0;
        var pages = Enumerable.Range(0, 200).Select(_ => feed.Subscribe("alerts")).ToList();
        using var view = new SharedView<object>(feed, ["alerts"], _ => Task.FromResult<object>(Volatile.Read(ref stored)));
        await view.GetAsync(TestContext.Current.CancellationToken);

        for (var round = 1; round <= 50; round++)
        {
            var read = new int[pages.Count];
            var pumps = pages.Select((page, i) => Task.Run(async () =>
            {
                while (!page.TryTake())
                {
                    await Task.Yield();
                }

                read[i] = (int)await view.GetAsync(TestContext.Current.CancellationToken);
            })).ToList();
            Volatile.Write(ref stored, round);
            feed.Publish("alerts");
            await Task.WhenAll(pumps);
            Assert.All(read, r => Assert.Equal(round, r));
        }

        pages.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Fifty_readers_of_one_change_cost_one_read_and_a_failed_read_is_tried_again()
    {
        var feed = new LiveFeed();
        var reads = 0;
        using var view = new SharedView<string>(feed, ["alerts", "sites"], _ => ++reads == 2 ? throw new TimeoutException() : Task.FromResult($"read {reads}"));
        var ct = TestContext.Current.CancellationToken;

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => view.GetAsync(ct))), v => Assert.Equal("read 1", v));
        feed.Publish("sites");
        await Assert.ThrowsAsync<TimeoutException>(() => view.GetAsync(ct));
        Assert.Equal("read 3", await view.GetAsync(ct));
        feed.PublishAll();
        Assert.Equal("read 4", await view.GetAsync(ct));
        feed.Publish("assets");
        Assert.Equal("read 4", await view.GetAsync(ct));
    }

    [Fact]
    public async Task A_value_that_time_makes_obsolete_is_read_again_when_it_is_old()
    {
        var clock = new FakeClock();
        var reads = 0;
        using var view = new SharedView<string>(new LiveFeed(), ["rounds"], _ => Task.FromResult($"read {++reads}"), (clock, TimeSpan.FromSeconds(20)));
        var ct = TestContext.Current.CancellationToken;

        await view.GetAsync(ct);
        clock.FastForward(TimeSpan.FromSeconds(19));
        Assert.Equal("read 1", await view.GetAsync(ct));
        clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Equal("read 2", await view.GetAsync(ct));
    }
}
