using FsCheck.Fluent;
using FsCheck;
using Xunit;
using static OpsBridge.Maintenance.Given;

namespace OpsBridge.Kernel;

public sealed class RecurrenceTests
{
    [Fact]
    public void In_Zurich_half_past_two_is_skipped_once_in_spring_and_comes_once_in_autumn()
    {
        var starts = Recurrence.Create("0 30 2 ? * SUN", "Europe/Zurich").Recurrence!.StartsFrom(new(2026, 3, 20, 0, 0, 0, TimeSpan.Zero)).TakeWhile(s => s.At.Year == 2026).ToList();

        var spring = Assert.Single(starts, s => s.Note == ClockNote.Skipped);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), spring.At); // 03:00 by the clocks, right after the jump
        Assert.Equal(new DateTime(2026, 3, 29, 2, 30, 0), spring.Asked);
        var autumn = Assert.Single(starts, s => s.Note == ClockNote.Repeated);
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), autumn.At); // the first 02:30, still in summer time
        Assert.Equal(starts.Count, starts.Select(s => s.Asked.Date).Distinct().Count()); // each Sunday once
    }

    [Fact]
    public void Where_the_clocks_move_by_half_an_hour_the_skipped_time_is_moved_by_half_an_hour()
    {
        var start = Recurrence.Create("0 15 2 4 10 ?", "Australia/Lord_Howe").Recurrence!.StartsFrom(new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)).First();

        Assert.Equal(ClockNote.Skipped, start.Note);
        Assert.Equal(new DateTime(2026, 10, 4, 2, 30, 0), WallClock.Shown(start.At, TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe")));
    }

    [Fact]
    public void Two_times_that_fall_into_one_jump_are_one_start()
    {
        var starts = Recurrence.Create("0 10,50 2 29 3 ?", "Europe/Zurich").Recurrence!.StartsFrom(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)).TakeWhile(s => s.At.Year == 2026);

        Assert.Single(starts);
    }

    [Fact]
    public void Starts_from_within_the_repeated_hour_are_not_given_twice()
    {
        var from = new DateTimeOffset(2026, 10, 25, 1, 10, 0, TimeSpan.Zero); // 02:10 for the second time

        var next = Recurrence.Create("0 30 2 * * ?", "Europe/Zurich").Recurrence!.StartsFrom(from).First();

        Assert.Equal(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero), next.At);
    }

    [Fact]
    public void In_every_zone_each_day_has_one_start_and_the_clocks_show_what_was_asked_for()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones().Where(z => z.Id.Contains('/', StringComparison.Ordinal)).ToArray();
        var cases =
            from zone in Gen.Elements(zones)
            from day in Gen.Choose(0, 8 * 365)
            from minute in Gen.Choose(0, (24 * 60) - 1)
            select (zone, From: new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day), At: new TimeOnly(minute / 60, minute % 60));

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var recurrence = Recurrence.Create(new RecurrenceForm.Weekly(c.At, Enum.GetValues<DayOfWeek>()).ToCron() is var cron ? cron : "", c.zone.Id).Recurrence!;
            var starts = recurrence.StartsFrom(c.From).Take(20).ToList();
            return starts.Count == 20
                && starts.Zip(starts.Skip(1)).All(p => p.First.At < p.Second.At && p.Second.Asked - p.First.Asked == TimeSpan.FromDays(1))
                && starts.TrueForAll(s => s.At >= c.From && TimeOnly.FromDateTime(s.Asked) == c.At)
                && starts.TrueForAll(s => s.Note == ClockNote.Skipped
                    ? WallClock.Shown(s.At, c.zone) > s.Asked && WallClock.Shown(s.At - TimeSpan.FromSeconds(1), c.zone) < s.Asked
                    : WallClock.Shown(s.At, c.zone) == s.Asked)
                && starts.TrueForAll(s => s.Note != ClockNote.Repeated || s.At.UtcDateTime + c.zone.GetUtcOffset(s.At) == s.Asked);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("0 61 2 * * ?", "Minute and Second values must be between 0 and 59")]
    [InlineData("30 2 * * *", "5 fields")]
    [InlineData("", "seconds first")]
    public void Says_what_is_wrong_with_an_expression(string cron, string words) => Assert.Contains(words, Recurrence.Create(cron, "UTC").Error);

    [Fact]
    public void Says_what_is_wrong_with_a_zone_and_takes_no_endless_text()
    {
        Assert.Contains("time zone", Recurrence.Create("0 30 2 ? * SUN", "Mars/Olympus").Error);
        Assert.Contains("at most 120", Recurrence.Create(new string('0', 5000), "UTC").Error);
    }

    [Theory]
    [InlineData("* * * * * ?", 1, true)] // every second for a minute is for ever
    [InlineData("0 0 * * * ?", 60, true)] // every hour for an hour as well
    [InlineData("0 0 * * * ?", 59, false)]
    [InlineData("0 30 2 * * ?", 24 * 60, true)]
    [InlineData("0 30 2 * * ?", (23 * 60) + 30, true)] // when 02:30 is skipped, the start at 03:00 is 23 hours and a half after the last
    [InlineData("0 30 2 * * ?", 23 * 60, false)]
    [InlineData("0 0 0 31 2 ?", 60, true)] // never
    public void A_stretch_that_would_still_run_at_the_next_start_is_refused(string cron, int minutes, bool refused) =>
        Assert.Equal(refused, Recurrence.Create(cron, "Europe/Zurich").Recurrence!.RefuseLength(TimeSpan.FromMinutes(minutes), Noon) is not null);

    [Fact]
    public void Simple_forms_are_written_and_read_back()
    {
        var at = new TimeOnly(2, 30);
        RecurrenceForm[] forms =
        [
            new RecurrenceForm.Weekly(at, [DayOfWeek.Sunday, DayOfWeek.Wednesday]),
            new RecurrenceForm.MonthDay(at, 15),
            new RecurrenceForm.LastDay(at),
            new RecurrenceForm.MonthWeekday(at, DayOfWeek.Saturday, 2),
            new RecurrenceForm.MonthWeekday(at, DayOfWeek.Friday, null),
        ];

        foreach (var form in forms)
        {
            Assert.NotEmpty(Recurrence.Create(form.ToCron(), "UTC").Recurrence!.StartsFrom(Noon).Take(3));
            Assert.Equal(form.InWords(), RecurrenceForm.Of(form.ToCron())!.InWords());
        }

        Assert.Equal(
            ["every Wednesday, Sunday at 02:30", "on day 15 of each month at 02:30", "on the last day of each month at 02:30", "on the second Saturday of each month at 02:30", "on the last Friday of each month at 02:30"],
            forms.Select(f => f.InWords()));
        Assert.Null(RecurrenceForm.Of("0 0/5 2 ? * SUN"));
        Assert.Null(RecurrenceForm.Of("0 99 2 ? * SUN"));
        Assert.Null(RecurrenceForm.Of("0 30 2 ? * SUN 2027"));
    }

    [Fact]
    public void The_second_Saturday_is_the_second_Saturday()
    {
        var starts = Recurrence.Create(new RecurrenceForm.MonthWeekday(new TimeOnly(2, 30), DayOfWeek.Saturday, 2).ToCron(), "UTC").Recurrence!.StartsFrom(Noon).Take(12).ToList();

        Assert.All(starts, s => Assert.True(s.Asked is { DayOfWeek: DayOfWeek.Saturday, Day: >= 8 and <= 14 }));
        Assert.Equal(12, starts.Select(s => s.Asked.Month).Distinct().Count());
    }
}
