using OpsBridge.Alerts.Intake;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SourceRateTests
{
    private readonly FakeClock _clock = new();
    private readonly SourceProfile _source = new(Guid.CreateVersion7(), "prom") { Rate = new SourceRateLimit(2, 10) };

    [Fact]
    public void A_source_may_send_its_burst_and_is_then_told_when_to_come_again()
    {
        var rate = new SourceRate(_clock);

        Assert.Null(rate.Admit(_source, 10));
        var busy = rate.Admit(_source, 4);

        Assert.Equal(new IntakeResult.Busy(TimeSpan.FromSeconds(2), OwnFault: true), busy);
        _clock.FastForward(TimeSpan.FromSeconds(2));
        Assert.Null(rate.Admit(_source, 4));
    }

    [Fact]
    public void A_batch_larger_than_the_burst_passes_a_full_bucket_and_leaves_it_in_debt()
    {
        var rate = new SourceRate(_clock);

        Assert.Null(rate.Admit(_source, 30));
        _clock.FastForward(TimeSpan.FromSeconds(10));
        Assert.NotNull(rate.Admit(_source, 1));
        _clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Null(rate.Admit(_source, 1));
    }

    [Fact]
    public void A_source_over_its_rate_costs_its_neighbour_nothing()
    {
        var rate = new SourceRate(_clock);
        rate.Admit(_source, 10);

        Assert.NotNull(rate.Admit(_source, 1));
        Assert.Null(rate.Admit(_source with { Id = Guid.CreateVersion7() }, 1));
        Assert.Null(rate.Admit(new SourceProfile(null, "alertmanager"), 1_000_000));
    }
}
