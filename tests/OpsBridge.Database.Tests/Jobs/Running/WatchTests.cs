using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Handover;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Durations, deadlines, calendars, output and retention, on one database and one clock: Monday 08:00 UTC.</summary>
public sealed class WatchTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private JobBridge _bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bridge = await JobBridge.CreateAsync(server, o => o.Lease = TimeSpan.FromMinutes(10));

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_run_that_lasts_too_long_is_told_once_and_one_that_was_too_short_as_well()
    {
        _bridge.Kind.Close();
        var job = await _bridge.HourlyAsync("Dump", d => d with { AtLeast = TimeSpan.FromMinutes(1), AtMost = TimeSpan.FromMinutes(5) });
        await _bridge.PassAsync(s_hour);
        await LookAsync(TimeSpan.FromMinutes(4));
        Assert.Equal("", await _bridge.FiringAsync());
        await LookAsync(TimeSpan.FromMinutes(2));
        await LookAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("JobDuration Warning", await _bridge.FiringAsync());
        Assert.Single(await _bridge.TimelineAsync(), t => t.Kind == "job.overran");

        _bridge.Kind.OpenAll();
        await _bridge.SettleAsync();
        Assert.Equal("JobDuration Warning", await _bridge.FiringAsync()); // a next good run clears it, not this one
        await _bridge.PassAsync(TimeSpan.FromMinutes(52));
        await _bridge.SettleAsync();
        Assert.StartsWith("Dump took only 0 s, at least 1 min is expected", (await _bridge.AlertsAsync())[0].Summary, StringComparison.Ordinal);
        Assert.Equal("Succeeded Succeeded", await _bridge.StatesAsync(job));
    }

    [Fact]
    public async Task A_deadline_is_warned_of_before_it_is_missed_and_a_good_run_ends_it()
    {
        var job = await _bridge.JobAsync("Batch", new CronSchedule("0 0 9,10 * * ?", "UTC"), d => d with { Deadline = new TimeOnly(10, 2), DeadlineZone = "UTC" });
        _bridge.Kind.Does = (_, _) =>
        {
            _bridge.Clock.FastForward(TimeSpan.FromMinutes(5)); // what it takes
            return Task.FromResult(new JobResult(true, "done"));
        };
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await LookAsync(TimeSpan.Zero); // 09:05: the run of 10:00 would take until 10:05
        Assert.Equal("JobLate Warning", await _bridge.FiringAsync());
        Assert.Equal("Batch is expected to end at 10:05, 3 min after its deadline 10:02", (await _bridge.AlertsAsync())[0].Summary);

        _bridge.Kind.Close();
        await _bridge.PassAsync(TimeSpan.FromMinutes(55));
        await LookAsync(TimeSpan.FromMinutes(3));
        await LookAsync(TimeSpan.Zero);
        Assert.Equal("JobLate Major", await _bridge.FiringAsync());
        Assert.Equal(["job.warned", "job.late"], (await _bridge.TimelineAsync()).Select(t => t.Kind).Where(k => k is "job.warned" or "job.late"));
        var facts = await FactsAsync();
        Assert.Equal(["Batch is late: it should have been done by 10:02", "Batch runs"], facts.Facts.Select(f => f.Title));

        _bridge.Kind.OpenAll();
        await _bridge.SettleAsync();
        await LookAsync(TimeSpan.Zero);
        Assert.Equal("", await _bridge.FiringAsync());
        Assert.Equal("Succeeded Succeeded", await _bridge.StatesAsync(job));
    }

    [Fact]
    public async Task A_failure_of_an_earlier_shift_stays_in_the_handover_until_a_run_is_good()
    {
        _bridge.Kind.Does = (_, _) => Task.FromResult(new JobResult(false, "disk full", MayRetry: false));
        await _bridge.JobAsync("Nightly", new CronSchedule("0 0 9 * * ?", "UTC"));
        var held = await _bridge.HourlyAsync("Held");
        await _bridge.Get<PauseJob>().HandleAsync(held, _bridge.Now.AddDays(2), "incident", true, JobBridge.Ann, Ct);
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        _bridge.Clock.FastForward(TimeSpan.FromHours(12)); // the shift in which it failed is over

        var told = (await FactsAsync()).Facts.Where(f => !f.Title.StartsWith("Held: ", StringComparison.Ordinal)).ToList(); // starts left out
        Assert.Equal(["Nightly: 1 run failed", "Held is held until 08:00 tomorrow"], told.Select(f => f.Title).Select(t => t.StartsWith("Held is held until", StringComparison.Ordinal) ? "Held is held until 08:00 tomorrow" : t));
        Assert.Contains("disk full", told[0].Detail, StringComparison.Ordinal);

        _bridge.Kind.OpenAll();
        await _bridge.PassAsync(TimeSpan.FromHours(12));
        await _bridge.SettleAsync();
        Assert.DoesNotContain((await FactsAsync()).Facts, f => f.Title.StartsWith("Nightly", StringComparison.Ordinal) && f.Tone == FactTone.Bad);
    }

    [Fact]
    public async Task A_changed_calendar_moves_the_next_start_and_none_may_starve_its_job()
    {
        var calendar = Assert.IsType<SaveCalendarResult.Done>(await _bridge.Get<SaveCalendar>().HandleAsync(null, 0, new CalendarDetails("Business", "UTC") { Days = CalendarDays.BusinessDays }, JobBridge.Ann, Ct)).Id;
        var job = await _bridge.JobAsync("Weekly", new CronSchedule("0 0 12 ? * MON", "UTC"), d => d with { CalendarId = calendar });
        Assert.Equal(5, (await _bridge.ReadJobAsync(job)).NextAt!.Value.Day);

        var holiday = new CalendarDetails("Business", "UTC") { Days = CalendarDays.BusinessDays, Holidays = [new NamedDay(new DateOnly(2026, 1, 5), "Feast")] };
        Assert.IsType<SaveCalendarResult.Done>(await _bridge.Get<SaveCalendar>().HandleAsync(calendar, 1, holiday, JobBridge.Ann, Ct));
        Assert.Equal(12, (await _bridge.ReadJobAsync(job)).NextAt!.Value.Day);
        var shown = await _bridge.Get<INextFires>().ReadAsync(new CronSchedule("0 0 12 ? * MON", "UTC"), calendar, _bridge.Now, 1, JobBridge.Ann, Ct);
        Assert.Equal([(5, "holiday \"Feast\""), (12, null)], shown.Select(f => (f.At.Day, f.ExcludedBy)));

        var starving = Assert.IsType<SaveCalendarResult.Invalid>(await _bridge.Get<SaveCalendar>().HandleAsync(calendar, 2, holiday with { BusinessWeekdays = [DayOfWeek.Tuesday] }, JobBridge.Ann, Ct));
        Assert.Equal("The job Weekly hangs on it and would never start.", starving.Errors[nameof(CalendarDetails.Days)]);
        Assert.Equal("Weekly", Assert.IsType<RetireCalendarResult.InUse>(await _bridge.Get<RetireCalendar>().HandleAsync(calendar, JobBridge.Ann, Ct)).By);
        Assert.IsType<SaveCalendarResult.Stale>(await _bridge.Get<SaveCalendar>().HandleAsync(calendar, 1, holiday, JobBridge.Ann, Ct));
    }

    [Fact]
    public async Task A_hundred_megabytes_of_output_are_kept_at_both_ends_and_dropped_after_their_time()
    {
        _bridge.Kind.Does = (attempt, _) =>
        {
            var line = new string('x', 100);
            for (var i = 0; i < 1_000_000; i++)
            {
                attempt.Write(LineSource.Out, line);
            }

            attempt.Report(new RunProgress("copy", 5, 10));
            return Task.FromResult(new JobResult(true, "done"));
        };
        var job = await _bridge.HourlyAsync("Loud");
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        var numbers = await _bridge.ReadAsync(db => db.Set<RunLine>().OrderBy(l => l.Number).Select(l => l.Number).ToListAsync(Ct));
        Assert.Equal((OutputTail.HeadLines + OutputTail.TailLines, 1, 1_000_000), (numbers.Count, numbers[0], numbers[^1]));
        var run = Assert.Single(await _bridge.RunsAsync(job));
        Assert.Equal((5L, 10L), (run.Done, run.Total));

        _bridge.Clock.FastForward(TimeSpan.FromDays(61));
        Assert.Equal(numbers.Count, await _bridge.Get<JobRetention>().DropAsync(Ct));
        _bridge.Clock.FastForward(TimeSpan.FromDays(400));
        Assert.Equal(0, await _bridge.Get<JobRetention>().DropAsync(Ct)); // the last good one stays
    }

    [Fact]
    public async Task The_clock_set_back_an_hour_doubles_nothing_and_no_duration_is_negative()
    {
        _bridge.Kind.Close();
        var job = await _bridge.HourlyAsync("Hourly", d => d with { Timeout = TimeSpan.FromHours(5) });
        await _bridge.PassAsync(s_hour);
        await using var back = _bridge.Another(new FakeClock(_bridge.Now - s_hour)); // a node whose clock was set back
        await back.Engine.RoundAsync(Ct);
        await back.PassAsync(TimeSpan.FromMinutes(59));
        _bridge.Kind.OpenAll();
        await _bridge.SettleAsync();
        await back.PassAsync(TimeSpan.FromMinutes(1));
        await back.SettleAsync();
        var run = Assert.Single(await _bridge.RunsAsync(job));
        Assert.Equal(RunState.Succeeded, run.State);
        Assert.True(run.EndedAt >= run.StartedAt);
        Assert.Empty(back.Kind.Begun);
    }

    private async Task LookAsync(TimeSpan by)
    {
        _bridge.Clock.FastForward(by);
        Assert.True(await _bridge.Get<JobWatch>().LookAsync(Ct));
    }

    private async Task<HandoverFactList> FactsAsync() => await _bridge.ReadAsync(
        db => new JobFacts().ReadAsync(db, new HandoverSpan(Guid.CreateVersion7(), _bridge.Now.AddHours(-8), _bridge.Now, _bridge.Now.AddHours(8)), _bridge.Now, Ct));
}
