using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Bridge;
using OpsBridge.Jobs.Pings;
using OpsBridge.Rounds;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class TimelineTests : JobPageContext
{
    private static readonly TimeZoneInfo s_zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");

    [Theory]
    [InlineData(2027, 3, 28, 23, "00 01 03 04", "23 hours: the clocks go forward that day")]
    [InlineData(2026, 10, 25, 25, "00 01 02 02", "25 hours: the clocks go back that day")]
    [InlineData(2026, 11, 22, 24, "00 01 02 03", null)]
    public void A_day_is_as_long_as_the_clocks_make_it(int year, int month, int day, int hours, string first, string? odd)
    {
        var scale = new DayScale(new DateOnly(year, month, day), s_zurich);

        Assert.Equal(TimeSpan.FromHours(hours), scale.To - scale.From);
        Assert.Equal(first, string.Join(' ', scale.Hours().Take(4).Select(h => h.Text)));
        Assert.Equal(hours, scale.Hours().Count());
        Assert.Equal(odd, scale.Odd);
        Assert.Equal(100.0 / hours, scale.Place(scale.From.AddHours(1)), 6);
        Assert.Equal((0, 100), (scale.Place(scale.From.AddDays(-1)), scale.Place(scale.To.AddDays(1))));
    }

    [Fact]
    public void Bars_that_nobody_could_tell_apart_become_one_and_a_failed_one_stays_alone()
    {
        var scale = new DayScale(new DateOnly(2026, 11, 22), s_zurich);
        var runs = Enumerable.Range(0, 1000).Select(i => FakeJobs.Ran(i == 500 ? RunState.Failed : RunState.Succeeded, scale.From.AddSeconds(30 * i), minutes: 0.4)).ToList();

        var bars = DayBars.Of(new DayLane(Guid.CreateVersion7(), "Busy", runs, []), scale, Services.GetRequiredService<ViewerTime>());

        Assert.Equal(["plan", "succeeded", "failed", "succeeded"], bars.Select(b => b.Class));
        Assert.StartsWith("500 runs from 00:00 CET", bars[1].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_the_viewers_day_and_says_it_in_words()
    {
        var missed = FakeJobs.Ran(RunState.Missed, Now.AddHours(-2), MissCause.Down);
        var ran = FakeJobs.Ran(RunState.Succeeded, Now.AddHours(-1));
        House.Day = new RunDayView(Now, Now, [new DayLane(Guid.CreateVersion7(), "Backup", [missed, ran], [new DayFire(Now.AddHours(3), Kernel.ClockNote.None, null)]) { Overlaps = new Dictionary<Guid, string> { [ran.Id] = "Export" } }], [], [], false);
        Navigation.NavigateTo("/jobs/timeline?day=2027-03-28");

        var page = Render<TimelinePage>();

        Assert.Equal(TimeSpan.FromHours(23), House.AskedDay.To - House.AskedDay.From);
        Assert.Contains("2 runs · 1 missed · 1 overlap · 1 to come", page.Find(".page-head").TextContent, StringComparison.Ordinal);
        var said = page.Find(".lane .visually-hidden").TextContent;
        Assert.Contains("11:00 CET Succeeded, 5 min 00 s, at the same time as Export", said, StringComparison.Ordinal);
        Assert.Contains("Missed: OpsBridge or its machine was down", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_row_for_each_run_and_each_planned_start()
    {
        House.Day = new RunDayView(Now, Now, [new DayLane(Guid.CreateVersion7(), "Backup", [FakeJobs.Ran(RunState.Succeeded, Now.AddHours(-1))], [new DayFire(Now.AddHours(3), Kernel.ClockNote.None, "holiday")])], [], [], false);
        Navigation.NavigateTo("/jobs/timeline?as=table");

        Assert.Equal(["Succeeded", "Left out"], Render<TimelinePage>().FindAll("tr[data-i] .sev").Select(s => s.TextContent.Trim()));
    }

    [Fact]
    public void Reported_jobs_rounds_shifts_and_maintenance_have_their_own_rows()
    {
        var checklist = Guid.CreateVersion7();
        House.Day = new RunDayView(
            Now, Now, [new DayLane(Guid.CreateVersion7(), "Backup", [FakeJobs.Ran(RunState.Succeeded, Now.AddHours(-1))], [])], [new DaySpan(Now.AddHours(2), Now.AddHours(4), "Patch day")],
            [new DayShift(Now.AddHours(-13), Now.AddHours(-6), "Night", "Main"), new DayShift(Now.AddHours(-6), Now.AddHours(2), "Early", "Main")], false);
        Routine.Lanes.Add(new ReportedLane(Guid.CreateVersion7(), "Tapes", TimeSpan.FromMinutes(10))
        {
            Expected = [Now.AddHours(-1), Now.AddHours(1)], Reports = [new DayReport(Guid.Empty, Now.AddHours(-3), Now.AddHours(-3), true, 1, TimeSpan.FromMinutes(20))],
            Down = [new DownSpan(Now.AddHours(-3), Now.AddHours(-2), FlipReason.Failed), new DownSpan(Now.AddMinutes(-50), null, FlipReason.Missing)],
        });
        Routine.Lanes.Add(new ReportedLane(Guid.CreateVersion7(), "Feed", TimeSpan.FromHours(4)) { Expected = [Now.AddMinutes(-30)] });
        Routine.Rounds.AddRange(
        [
            FakeRoutine.Round("Facility", RoundState.DoneWithDeviations, Now.AddHours(-3)) with { ChecklistId = checklist, TakenAt = Now.AddHours(-3), FinishedAt = Now.AddHours(-2), FinishedBy = "bob", Deviations = 1 },
            FakeRoutine.Round("Facility", RoundState.Overdue, Now.AddHours(-1)) with { ChecklistId = checklist },
        ]);

        var page = Render<TimelinePage>();

        Assert.Equal(["Shifts", "Jobs", "Reported jobs", "Rounds", "Maintenance"], page.FindAll("tr.group b").Select(b => b.TextContent));
        Assert.Equal(["Main", "Backup", "Tapes", "Feed", "Facility", "Patch day"], page.FindAll("tr[data-i] td:first-child b").Select(b => b.TextContent));
        var lanes = page.FindAll("td.lane").Select(l => string.Join(' ', l.QuerySelectorAll("i").Select(i => i.ClassName))).ToList();
        Assert.Equal(["shift shift", "plan succeeded", "plan plan down down failed", "plan late", "plan plan deviating overdue overdue", "window"], lanes);
        Assert.Contains("1 down · 1 overdue", page.Find(".page-head").TextContent, StringComparison.Ordinal);
        Assert.Contains("Down from 11:10 CET: nothing was heard by the end of its grace", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["Early"], page.FindAll(".shift").Skip(1).Select(s => s.TextContent));
        Assert.Equal(1, page.Find(".gantt").GetAttribute("style")!.Split("var(--accent)").Length / 2); // the night began yesterday

        Navigation.NavigateTo("/jobs/timeline?as=table");
        page.WaitForAssertion(() => Assert.Equal(
            ["Done with deviations Facility", "Failure Tapes", "Succeeded Backup", "Overdue Facility", "Down Tapes", "Late Feed", "Expected Tapes"],
            page.FindAll("tr[data-i]").Select(r => $"{r.QuerySelector(".sev")!.TextContent.Trim()} {r.QuerySelector("b")!.TextContent}")));
    }
}
