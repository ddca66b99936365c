using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Pings;
using OpsBridge.Rounds;
using OpsBridge.Support;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Bridge;

public sealed class NextHourTests : AlertPageContext
{
    private readonly FakeJobs _jobs = new();
    private readonly FakeRoutine _routine = new();

    private readonly FakeClock _clock = new(Now);

    public NextHourTests() => Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IJobList>(_jobs).AddSingleton<IJobBoard, JobBoard>().AddSingleton<IReportedBoard>(_routine).AddSingleton<IRoundBoard>(_routine);

    [Fact]
    public void Jobs_reported_jobs_and_rounds_stand_in_one_list_what_needs_somebody_first()
    {
        _jobs.Jobs.AddRange(
        [
            FakeJobs.Job("Dump", FakeJobs.Ran(RunState.Failed, Now.AddHours(-3))) with { NextAt = Now.AddMinutes(40) },
            FakeJobs.Job("Export") with { NextAt = Now.AddMinutes(25), AssetName = "erp-01" },
            FakeJobs.Job("Index") with { PausedAt = Now, PausedBy = "ann", NextAt = Now.AddMinutes(5) },
        ]);
        _routine.Reported.AddRange(
        [
            FakeRoutine.Report("Tapes", ReportedJobWord.Down, Now.AddMinutes(-50)), FakeRoutine.Report("Feed", ReportedJobWord.Grace, Now.AddMinutes(-5)),
            FakeRoutine.Report("Tariffs", ReportedJobWord.Started, Now.AddMinutes(-2)), FakeRoutine.Report("Stock", ReportedJobWord.Up, Now.AddMinutes(10)),
        ]);
        _routine.Rounds.AddRange(
        [
            FakeRoutine.Round("Facility", RoundState.Overdue, Now.AddMinutes(-30)), FakeRoutine.Round("Keys", RoundState.InProgress, Now.AddMinutes(-1)) with { OwnerName = "bob" },
            FakeRoutine.Round("Vault", RoundState.Open, Now.AddMinutes(30)),
            FakeRoutine.Round("Diesel", RoundState.Open, Now.AddHours(-6)) with { CarriedAt = Now.AddHours(-1), CarriedUntil = Now.AddHours(7) },
        ]);

        Assert.Equal(
            [
                "09:00 Dump failed", "11:10 Tapes down", "06:00 Diesel carried over", "11:30 Facility overdue", "11:55 Feed late", "now Tariffs runs", "11:59 Keys in progress",
                "12:10 Stock expected", "12:25 Export job", "12:30 Vault round", "– Index paused",
            ],
            NextHourLines.Of(JobBoard.Sort(_jobs.Jobs, Now), _routine.Reported, _routine.Rounds, Services.GetRequiredService<ViewerTime>()).Select(l => $"{l.When} {l.Name} {l.Word}"));
        var panel = Render<NextHourPanel>();
        Assert.Equal(8, panel.FindAll(".next-rows li").Count);
        Assert.Contains("5 need somebody · 2 under way · 3 due", panel.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal(["2 jobs /jobs", "1 round /rounds"], panel.FindAll(".next-more a").Select(a => $"{a.TextContent} {a.GetAttribute("href")}"));
        Assert.Equal($"/jobs/reported/{_routine.Reported[0].Id}", panel.FindAll(".next-rows a")[1].GetAttribute("href"));
        Assert.Contains("bob · 3 of 6 steps", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_with_nothing_says_so()
    {
        Assert.Contains("No job and no round is due within the hour.", Render<NextHourPanel>().Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_comes_in_and_the_clock_alone_both_show_without_a_touch()
    {
        var panel = Render<NextHourPanel>();
        _routine.Reported.Add(FakeRoutine.Report("Stock", ReportedJobWord.Up, Now.AddMinutes(10)));
        Feed.Publish("reported_jobs");
        panel.WaitForAssertion(() => Assert.Equal("expected", panel.FindAll(".next-rows li span")[^1].TextContent));

        _routine.Reported[0] = FakeRoutine.Report("Stock", ReportedJobWord.Grace, Now);
        for (var i = 0; i < 2; i++)
        {
            _clock.FastForward(TimeSpan.FromSeconds(20)); // nothing is told: time alone made it late
        }

        panel.WaitForAssertion(() => Assert.Equal("late", panel.FindAll(".next-rows li span")[^1].TextContent));
    }
}
