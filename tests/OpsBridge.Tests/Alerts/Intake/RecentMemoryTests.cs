using Xunit;
using static OpsBridge.Alerts.Intake.IntakeEvents;

namespace OpsBridge.Alerts.Intake;

public sealed class RecentMemoryTests
{
    [Fact]
    public void Is_kept_for_a_quarter_of_an_hour()
    {
        var memory = new RecentMemory<int>();
        memory.Keep(1, 7, Noon);
        Assert.Equal(7, memory.Find(1, Noon.AddMinutes(15)));
        Assert.Null(memory.Find(1, Noon.AddMinutes(15).AddTicks(1)));
        Assert.Null(memory.Find(2, Noon));
    }

    [Fact]
    public void Holds_a_bounded_number_and_forgets_the_oldest()
    {
        var memory = new RecentMemory<int>();
        for (var i = 0; i < RecentMemory<int>.Most * 2; i++)
        {
            memory.Keep((UInt128)i, i, Noon);
        }

        Assert.True(memory.Count <= RecentMemory<int>.Most);
        Assert.Null(memory.Find(0, Noon));
        Assert.NotNull(memory.Find((UInt128)((RecentMemory<int>.Most * 2) - 1), Noon));
    }

    [Fact]
    public void The_latest_resolved_occurrence_is_the_one_that_counts()
    {
        var past = new RecentPast();
        past.End(1, Noon.AddMinutes(-5), Noon);
        past.End(1, Noon.AddMinutes(-9), Noon.AddMinutes(1));
        Assert.Equal(Noon.AddMinutes(-5), past.Ended(1, Noon.AddMinutes(1)));
    }
}
