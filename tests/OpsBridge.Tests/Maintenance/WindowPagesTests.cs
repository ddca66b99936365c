using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;
using OpsBridge.Shell;
using Xunit;

namespace OpsBridge.Maintenance;

public sealed class WindowPagesTests : MaintenancePageContext
{
    [Fact]
    public void The_list_the_calendar_and_the_plan_say_the_same()
    {
        House.Windows.AddRange([Window("Store patching", state: WindowState.InForce), Window("Cooling works", WindowKind.Fixed)]);

        var page = Render<WindowsPage>();

        Assert.Equal(["Store patching", "Cooling works"], page.FindAll(".hot tbody tr[data-i] td:first-child").Select(c => c.TextContent));
        Assert.Equal(["Store patching", "Cooling works"], page.FindAll(".calendar-name").Select(c => c.TextContent));
        Assert.Contains("every Sunday at 02:30 (Europe/Zurich), 2 h 00 each time", page.Find(".preview dl").TextContent, StringComparison.Ordinal);
        Assert.Contains("24 Nov 12:00 CET to 24 Nov 14:00 CET", page.Find(".calendar-line i").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calling_off_asks_and_says_what_happened()
    {
        var row = Window("Store patching", owner: Me);
        House.Windows.Add(row);
        House.Answer = new("Called off. It stays on record.", "ok");
        var page = Render<WindowsPage>();

        var pressed = page.FindAll(".preview .btn").Single(b => b.TextContent.Contains("Call off", StringComparison.Ordinal)).ClickAsync(new());
        Confirm.Answer(true);
        await pressed;

        Assert.Equal([$"cancel {row.Id}"], House.Done);
        Assert.Equal("Called off. It stays on record.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public void What_is_not_yours_can_be_taken_over_but_not_changed()
    {
        House.Windows.Add(Window("Store patching", state: WindowState.InForce));

        var words = string.Join(' ', Render<WindowsPage>().FindAll(".preview .btn").Select(b => b.TextContent.Trim()));

        Assert.Contains("End now", words, StringComparison.Ordinal);
        Assert.Contains("Take over", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Edit", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Extend", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_times_say_in_words_what_the_clocks_do()
    {
        var skipped = new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero);
        var repeated = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);
        House.Next.AddRange(
        [
            new(repeated, repeated.AddMinutes(20), new DateTime(2026, 10, 25, 2, 30, 0), ClockNote.Repeated),
            new(repeated.AddHours(-1), repeated.AddHours(4), new DateTime(2026, 10, 25, 1, 30, 0)),
            new(skipped, skipped.AddHours(2), new DateTime(2027, 3, 28, 2, 30, 0), ClockNote.Skipped),
        ]);

        var page = Render<WindowFormPage>();
        page.FindAll(".seg button").Single(b => b.TextContent == "Recurring").Click();

        page.WaitForAssertion(() => Assert.Equal(
            ["02:30 comes twice that day: it begins once, at the first", "the clocks change while it lasts", "02:30 does not exist that day: the clocks go forward, so it begins at 03:00"],
            page.FindAll(".times .warning").Select(w => w.TextContent)), TimeSpan.FromSeconds(30));
        Assert.Contains("Sun 28 Mar 03:00–05:00", page.FindAll(".times li")[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("UTC+02:00", page.FindAll(".times li")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weekly_window_on_a_site_is_saved_as_a_cron_expression()
    {
        var site = new SiteRow(Guid.CreateVersion7(), "Zurich DC", SiteKind.DataCentre, "Europe/Zurich", null, 4, 0, 1);
        House.Places.Add(site);
        var page = Render<WindowFormPage>();

        page.Find("#name").Input("Store patching");
        page.Find("#scope-site").Change(site.Id.ToString());
        page.FindAll(".seg button").Single(b => b.TextContent == "Recurring").Click();
        page.FindAll(".days input")[2].Change(true); // Wednesday beside Sunday
        page.Find("#at").Input("22:15");
        page.Find("#lasts").Input("1:30");
        page.Find("#reason").Input("CHG-7");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.NotNull(House.SavedWindow));
        var plan = House.SavedWindow!;
        Assert.Equal(("0 15 22 ? * WED,SUN", "Europe/Zurich", TimeSpan.FromMinutes(90), site.Id, 0), (plan.Cron, plan.Zone, plan.Lasts, plan.Scope.SiteId, plan.Scope.Matchers.Count));
        Assert.EndsWith($"/maintenance?id={House.Saved.Id}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1#2", "0 30 2 ? * 1#2")]
    [InlineData("6L", "0 30 2 ? * 6L")]
    [InlineData("L", "0 30 2 L * ?")]
    [InlineData("15", "0 30 2 15 * ?")]
    public void Every_monthly_form_goes_into_the_expression_and_back(string day, string cron)
    {
        var form = WindowForm.New(Now, "UTC");
        (form.Kind, form.Form, form.MonthDay) = (WindowKind.Recurring, WindowForm.Monthly, day);
        Assert.Equal(cron, form.ToCron());

        var read = WindowForm.Of(Window("x") with { Plan = Window("x").Plan with { Cron = cron } });

        Assert.Equal((WindowForm.Monthly, day, "02:30", cron), (read.Form, read.MonthDay, read.At, read.ToCron()));
    }

    [Theory]
    [InlineData("2", null)]
    [InlineData("-1:00", null)]
    [InlineData("1:75", null)]
    [InlineData("", null)]
    [InlineData("99999:00", null)]
    [InlineData("0:45", "00:45:00")]
    [InlineData("36:00", "1.12:00:00")]
    public void A_length_is_hours_and_minutes(string typed, string? expected)
    {
        var form = WindowForm.New(Now, "UTC");
        (form.Kind, form.Lasts) = (WindowKind.Flexible, typed);

        var (plan, errors) = form.Read();

        Assert.Equal(expected, plan?.Lasts?.ToString());
        Assert.Equal(expected is null, errors.ContainsKey(nameof(WindowDetails.Lasts)));
    }

    [Fact]
    public void The_review_names_every_reason_and_offers_what_can_be_done()
    {
        House.Due.Add(new ReviewRow
        {
            Kind = SuppressorKind.Silence,
            Id = Guid.CreateVersion7(),
            Name = "<b>patching</b>",
            Matchers = MatcherSet.Parse("asset=\"db-1\"").Set!.Matchers,
            InForce = true,
            Since = Now.AddHours(-3),
            EndsAt = Now.AddHours(1),
            OwnerName = "ann",
            Reasons = [ReviewReason.HidesCritical, ReviewReason.OwnerGone],
            Hides = new HiddenBy([FakeAlerts.Row(7, "db-1 is down", AlertSeverity.Critical)]),
        });
        House.Answer = new("It is yours. ann had it before.", "ok");

        var page = Render<ReviewPage>();
        page.FindAll(".review-row .btn").Single(b => b.TextContent.Contains("Take over", StringComparison.Ordinal)).Click();

        Assert.Equal(["hides a critical alert for more than an hour", "its owner is gone"], page.FindAll(".reasons li").Select(l => l.TextContent.Trim()));
        Assert.Equal("<b>patching</b>", page.Find(".review-row h3").TextContent);
        Assert.Equal([$"take Silence {House.Due[0].Id}"], House.Done);
        Assert.Contains("It is yours", page.Find(".review-row .answer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_reaches_every_open_page_once_and_the_navigation_counts_what_is_to_be_reviewed()
    {
        House.Notices.Add(new NoticeRow(1, Now, SuppressorKind.Silence, Guid.CreateVersion7(), NoticeKind.Ended, "The silence “patching” has ended. Unhandled again: db-1 is down", 1));
        House.Notices.Add(new NoticeRow(2, Now, SuppressorKind.Silence, Guid.CreateVersion7(), NoticeKind.Ended, "quiet end", 0));
        House.Due.Add(new ReviewRow { Kind = SuppressorKind.Silence, Id = Guid.CreateVersion7(), Name = "x", Matchers = [], InForce = true, Since = Now, EndsAt = Now, OwnerName = "ann", Reasons = [ReviewReason.EndsSoon], Hides = HiddenBy.Nothing });
        var voice = Render<MaintenanceVoice>();

        Feed.Publish("maintenance_notices");
        voice.WaitForState(() => Services.GetRequiredService<NavBadges>().Of("/maintenance") is not null, TimeSpan.FromSeconds(30));

        Assert.Equal("1", Services.GetRequiredService<NavBadges>().Of("/maintenance")!.Text);
        var toast = Assert.Single(Toasts.Current);
        Assert.Equal(("warning", "Show alerts"), (toast.Tone, toast.ActionText));
    }
}
