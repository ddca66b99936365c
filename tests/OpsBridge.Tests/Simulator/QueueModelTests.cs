using Xunit;

namespace OpsBridge.Simulator;

public sealed class QueueModelTests
{
    [Theory]
    [InlineData(0, 6, 120)]
    [InlineData(240, 6, 200)]
    [InlineData(240, 4, 300)]
    [InlineData(240, 3, 600)]
    [InlineData(240, 2, 4200)]
    [InlineData(240, 0, 4200)]
    public void Fewer_members_under_the_same_load_answer_later(double load, int members, double milliseconds) =>
        Assert.Equal(milliseconds, QueueModel.ResponseMilliseconds(QueueModel.Utilisation(load, members)), 6);

    [Fact]
    public void Just_below_saturation_the_answer_time_is_capped() =>
        Assert.Equal(QueueModel.CapMilliseconds, QueueModel.ResponseMilliseconds(0.9999));

    [Fact]
    public void Only_a_saturated_pool_refuses_requests()
    {
        Assert.Equal(0, QueueModel.RejectedPercent(1));
        Assert.Equal(50, QueueModel.RejectedPercent(2), 6);
    }

    [Fact]
    public void No_hour_of_an_ordinary_day_reaches_the_peak_and_noon_is_busier_than_night()
    {
        var day = Enumerable.Range(0, 24 * 4).Select(q => LoadProfile.At(new TimeOnly(q / 4, q % 4 * 15))).ToList();
        Assert.All(day, load => Assert.InRange(load, LoadProfile.NightLoad, 160));
        Assert.True(LoadProfile.At(new TimeOnly(12, 30)) > 2 * LoadProfile.At(new TimeOnly(3, 0)));
    }

    [Fact]
    public void After_one_time_constant_63_percent_of_the_way_is_gone()
    {
        var start = DateTimeOffset.UnixEpoch;
        var value = new SettlingValue(100, start);
        Assert.Equal(163.2, value.Move(200, TimeSpan.FromSeconds(10), start.AddSeconds(10)), 1);
        Assert.Equal(163.2, value.Move(0, TimeSpan.FromSeconds(10), start.AddSeconds(5)), 1);
    }
}
