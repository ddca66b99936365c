using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Flood;

public sealed class FloodRuleTests
{
    [Theory]
    [InlineData(false, 10, false)]
    [InlineData(false, 10.1, true)]
    [InlineData(true, 10, true)]
    [InlineData(true, 5, true)]
    [InlineData(true, 4.9, false)]
    [InlineData(false, 4.9, false)]
    public void A_flood_begins_above_ten_and_ends_below_five(bool flooding, double rate, bool expected) => Assert.Equal(expected, FloodRule.Next(flooding, rate));

    [Fact]
    public void A_rate_between_five_and_ten_changes_nothing()
    {
        var flooding = false;
        var changes = 0;
        foreach (var rate in (double[])[6, 9, 11, 9, 6, 9, 6, 4, 6, 9, 6])
        {
            var next = FloodRule.Next(flooding, rate);
            changes += next == flooding ? 0 : 1;
            flooding = next;
        }

        Assert.Equal(2, changes);
    }

    [Theory]
    [InlineData(12, 3, 4)]
    [InlineData(12, 0, 12)]
    public void Alarms_are_shared_among_those_who_are_there(int alarms, int operators, double expected) => Assert.Equal(expected, FloodRule.Rate(alarms, operators));

    [Fact]
    public void Alarms_count_for_ten_minutes()
    {
        var clock = new FakeClock();
        var rate = new AlarmRate();
        rate.Add(clock.GetUtcNow(), 3);
        clock.FastForward(TimeSpan.FromMinutes(6));
        rate.Add(clock.GetUtcNow(), 2);

        Assert.Equal(5, rate.Within(clock.GetUtcNow()));
        clock.FastForward(TimeSpan.FromMinutes(5));
        Assert.Equal(2, rate.Within(clock.GetUtcNow()));
        clock.FastForward(TimeSpan.FromMinutes(6));
        Assert.Equal(0, rate.Within(clock.GetUtcNow()));
    }
}
