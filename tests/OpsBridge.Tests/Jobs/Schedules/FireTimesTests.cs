using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Jobs.Schedules;

public sealed class FireTimesTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly CalendarDetails s_business = new("Business", "UTC") { Days = CalendarDays.BusinessDays };

    [Fact]
    public void An_interval_keeps_to_its_grid_from_the_past_and_from_the_future()
    {
        var past = new IntervalSchedule(TimeSpan.FromHours(7), s_monday.AddDays(-100));
        var next = FireTimes.After(past, null, s_monday).First().At;
        Assert.Equal(0, (next - past.From).Ticks % past.Every.Ticks);
        Assert.InRange(next - s_monday, TimeSpan.FromTicks(1), past.Every);

        var future = new IntervalSchedule(TimeSpan.FromHours(7), s_monday.AddDays(3));
        Assert.Equal(future.From, FireTimes.After(future, null, s_monday).First().At);
        Assert.Equal(future.From + future.Every, FireTimes.After(future, null, future.From).First().At);
    }

    [Fact]
    public void Once_is_once()
    {
        var once = new OnceSchedule(s_monday.AddHours(1));
        Assert.Equal([once.At], FireTimes.After(once, null, s_monday).Select(f => f.At));
        Assert.Empty(FireTimes.After(once, null, once.At));
    }

    [Fact]
    public void A_skipped_time_fires_once_after_the_gap_and_a_repeated_time_once()
    {
        var cron = new CronSchedule("0 30 2 * * ?", "Europe/Zurich");
        var spring = FireTimes.After(cron, null, new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero)).Take(2).ToList();
        Assert.Equal((new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), ClockNote.Skipped), (spring[0].At, spring[0].Note));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), spring[1].At);
        var autumn = FireTimes.After(cron, null, new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero)).Take(2).ToList();
        Assert.Equal((new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), ClockNote.Repeated), (autumn[0].At, autumn[0].Note));
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero), autumn[1].At);
    }

    [Fact]
    public void Excluded_times_say_why_and_are_no_nominal_times()
    {
        var daily = new CronSchedule("0 0 12 * * ?", "UTC");
        var rules = new CalendarRules(s_business with { Holidays = [new NamedDay(new DateOnly(2026, 1, 8), "Feast")] });
        var week = FireTimes.After(daily, rules, s_monday).Take(7).ToList();
        Assert.Equal([null, null, null, "holiday \"Feast\"", null, "Saturday is no business day", "Sunday is no business day"], week.Select(f => f.ExcludedBy));
        Assert.Equal(9, FireTimes.Next(daily, rules, new DateTimeOffset(2026, 1, 7, 12, 0, 0, TimeSpan.Zero))!.At.Day);
        Assert.Equal(8, FireTimes.Next(daily, new CalendarRules(s_business with { Holidays = [new NamedDay(new DateOnly(2026, 1, 8), "Feast")], WhenExcluded = WhenExcluded.Record }), new DateTimeOffset(2026, 1, 7, 12, 0, 0, TimeSpan.Zero))!.At.Day);
    }

    [Theory]
    [InlineData(WhenExcluded.NextDay, "5 6 7 8 9 12 13")]
    [InlineData(WhenExcluded.DayBefore, "5 6 7 8 9 12 13")]
    public void A_daily_job_that_is_moved_onto_a_day_of_its_own_runs_once_there(WhenExcluded when, string days)
    {
        var rules = new CalendarRules(s_business with { WhenExcluded = when });
        var fires = FireTimes.After(new CronSchedule("0 0 12 * * ?", "UTC"), rules, s_monday).Take(7).ToList();
        Assert.Equal(days, string.Join(' ', fires.Select(f => f.At.Day)));
    }

    [Theory]
    [InlineData(WhenExcluded.NextDay, "2026-02-02")]
    [InlineData(WhenExcluded.DayBefore, "2026-01-30")]
    public void The_last_of_the_month_on_a_Saturday_moves_to_a_business_day(WhenExcluded when, string day)
    {
        var rules = new CalendarRules(s_business with { WhenExcluded = when });
        var fire = FireTimes.After(new CronSchedule("0 0 22 L * ?", "UTC"), rules, s_monday).First();
        Assert.Equal(day, fire.At.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new DateTime(2026, 1, 31, 22, 0, 0), fire.MovedFrom);
    }

    [Fact]
    public void The_first_and_the_last_business_day_of_a_month_are_counted_with_holidays()
    {
        var rules = new CalendarRules(s_business with { Days = CalendarDays.OfMonth, OfMonth = [1, -1], Holidays = [new NamedDay(new DateOnly(2026, 5, 1), "Labour Day")] });
        var days = FireTimes.After(new CronSchedule("0 0 12 * * ?", "UTC"), rules, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)).Where(f => f.ExcludedBy is null).Take(3);
        Assert.Equal([(5, 4), (5, 29), (6, 1)], days.Select(f => (f.At.Month, f.At.Day)));
    }

    [Fact]
    public void An_extra_day_is_allowed_and_a_freeze_period_allows_nothing()
    {
        var rules = new CalendarRules(s_business with
        {
            ExtraDays = [new NamedDay(new DateOnly(2026, 1, 10), "Stocktaking")],
            Freezes = [new FreezePeriod(s_monday, s_monday.AddDays(2), "Release")],
        });
        Assert.Null(rules.ExcludedBy(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal("freeze period \"Release\"", rules.ExcludedBy(s_monday.AddDays(1)));
        Assert.Null(rules.ExcludedBy(s_monday.AddDays(2)));
    }

    [Fact]
    public void A_calendar_that_excludes_everything_is_refused_in_words()
    {
        var nothing = s_business with { Freezes = [new FreezePeriod(s_monday.AddDays(-1), s_monday.AddYears(5), "For ever")] };
        Assert.Contains("every moment of the next two years", nothing.Validate(s_monday)[nameof(CalendarDetails.Days)], StringComparison.Ordinal);
        Assert.Empty(s_business.Validate(s_monday));
    }

    [Fact]
    public void A_schedule_that_its_calendar_always_excludes_ends()
    {
        var rules = new CalendarRules(s_business);
        Assert.DoesNotContain(FireTimes.After(new CronSchedule("0 0 12 ? * SUN", "UTC"), rules, s_monday), f => f.ExcludedBy is null);
    }
}
