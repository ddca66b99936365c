using Bunit;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class CalendarPageTests : JobPageContext
{
    [Fact]
    public void A_month_says_of_each_day_whether_jobs_start()
    {
        House.Calendars.Add(new CalendarRow(Guid.CreateVersion7(), 1, new CalendarDetails("Swiss", "Europe/Zurich") { Days = CalendarDays.BusinessDays, Holidays = [new NamedDay(new DateOnly(2026, 11, 23), "Feast")] }, ["Backup"], "ann", Now));

        var page = Render<CalendarsPage>();

        Assert.Equal(30, page.FindAll(".cal-day.in, .cal-day.out").Count);
        Assert.Contains("20 of 30 days allowed", page.Find(".cal-head").TextContent, StringComparison.Ordinal);
        Assert.Equal("holiday \"Feast\"", page.FindAll(".cal-day").Single(d => d.QuerySelector(".num")?.TextContent == "23").GetAttribute("title"));
        Assert.Empty(page.FindAll(".cal-day button"));
    }

    [Fact]
    public void Days_are_switched_in_the_month_and_saved_with_what_was_typed()
    {
        SignIn(Role.Supervisor);
        House.Answer = JobAnswer.Ok("The calendar is in use.", Guid.CreateVersion7());
        var page = Render<CalendarsPage>();

        page.FindAll(".page-head .btn").Single(b => b.TextContent.Contains("New calendar", StringComparison.Ordinal)).Click();
        page.Find("#calendar-name").Input("Swiss");
        page.Find("#freezes").Input("2026-12-20 18:00 to 2027-01-03 06:00 Year end");
        page.FindAll(".cal-day button").Single(b => b.GetAttribute("aria-label") == "Monday 23 November: allowed").Click();
        page.FindAll(".cal-day button").Single(b => b.GetAttribute("aria-label")!.StartsWith("Saturday 28 November", StringComparison.Ordinal)).Click();
        page.Find("form.form").Submit();

        var saved = House.SavedCalendar!;
        Assert.Equal([new NamedDay(new DateOnly(2026, 11, 23), "left out")], saved.Holidays);
        Assert.Equal([new NamedDay(new DateOnly(2026, 11, 28), "allowed")], saved.ExtraDays);
        Assert.Equal([new FreezePeriod(new DateTimeOffset(2026, 12, 20, 17, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 3, 5, 0, 0, TimeSpan.Zero), "Year end")], saved.Freezes);
    }

    [Fact]
    public void A_line_that_is_no_day_is_named()
    {
        var form = new CalendarForm { Name = "x", Zone = "UTC", Holidays = "Christmas", Freezes = "now to then" };

        var errors = form.Read(Now).Errors;

        Assert.StartsWith("“Christmas” is no day", errors[nameof(CalendarDetails.Holidays)], StringComparison.Ordinal);
        Assert.StartsWith("“now to then” is no period", errors[nameof(CalendarDetails.Freezes)], StringComparison.Ordinal);
    }
}
