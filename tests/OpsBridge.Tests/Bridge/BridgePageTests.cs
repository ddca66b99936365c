using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Pings;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Monitoring;
using OpsBridge.Operations;
using OpsBridge.Rounds;
using OpsBridge.Shell;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Support;
using OpsBridge.Timeline;
using OpsBridge.Wall;
using Xunit;

namespace OpsBridge.Bridge;

public sealed class BridgePageTests : AlertPageContext
{
    private readonly FakeWatch _watch = new();

    public BridgePageTests()
    {
        Services.AddSingleton<ICheckBoard>(_watch).AddSingleton<ISiteOverview>(_watch);
        Services.AddSingleton<IJobList>(new FakeJobs()).AddSingleton<IJobBoard, JobBoard>().AddSingleton<IReportedBoard>(new FakeRoutine()).AddSingleton<IRoundBoard>(new FakeRoutine());
        var maintenance = new FakeMaintenance();
        Services.AddSingleton<ISilenceList>(maintenance).AddSingleton<IWindowList>(maintenance).AddSingleton<IHiddenAlerts>(maintenance).AddSingleton<IMaintenanceReview>(maintenance);
    }

    [Fact]
    public void Every_figure_leads_to_exactly_its_rows()
    {
        Alerts.Open.AddRange(
        [
            FakeAlerts.Row(1, "a", AlertSeverity.Critical), FakeAlerts.Row(2, "b", AlertSeverity.Critical, state: AlertState.Acknowledged),
            FakeAlerts.Row(3, "c", AlertSeverity.Warning, Now.AddMinutes(-2)), FakeAlerts.Row(4, "d", state: AlertState.ReturnedUnacknowledged),
        ]);

        var facts = BridgeFacts.Of(Alerts.Board(), [], Now);

        Assert.Equal(["1 critical", "0 major", "1 warning", "1 unowned > 5 min", "1 returned unseen"], facts.Select(f => $"{f.Value} {f.Label}"));
        foreach (var fact in facts)
        {
            var query = TriageQuery.Parse(fact.Href[fact.Href.IndexOf('?', StringComparison.Ordinal)..]);
            var found = new LiveTriage(query, null).Read(Alerts.Board(), new HashSet<Guid>(), Now).Found;
            Assert.Equal(fact.Value, found.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Nearly_all_checks_ok_is_not_all()
    {
        CheckRow[] checks = [.. Enumerable.Range(0, 3000).Select(i => FakeWatch.Check(i == 0 ? CheckStatus.Critical : CheckStatus.Ok))];

        Assert.Equal("99.9 %", BridgeFacts.Of(AlertBoardView.Empty, checks, Now).Single(f => f.Label == "checks ok").Value);
    }

    [Fact]
    public void The_first_run_offers_the_next_step_to_those_who_may()
    {
        SignIn(Role.Admin);
        Assert.Equal("/sites", Render<BridgePage>().Find(".sites-panel .empty a").GetAttribute("href"));

        SignIn(Role.Operator);
        var page = Render<BridgePage>();
        Assert.Empty(page.FindAll(".sites-panel .empty a"));
        Assert.Contains("An administrator adds", page.Find(".sites-panel .empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_book_names_people_and_links_what_it_is_about()
    {
        Log.Rows.AddRange([FakeLog.Automatic("took: Connection pool exhausted", Now, "/alerts/9", "checking the pool"), FakeLog.Entry("Carrier will test at 15:00", Now.AddMinutes(-5), LogEntryKind.Ongoing)]);

        var entries = Render<BridgePage>().FindAll(".lately > div");

        Assert.Equal("/alerts/9", entries[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["12:00 operator2 took Connection pool exhausted “checking the pool”", "11:55 operator2 Carrier will test at 15:00 ongoing"], entries.Select(e => string.Join(' ', e.TextContent.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void A_line_on_the_bridge_is_an_entry_and_viewers_have_no_line()
    {
        var page = Render<BridgePage>();
        page.Find("#log-line").Input("Rang the carrier");
        page.Find(".log-line").Submit();
        Assert.Equal(("Rang the carrier", ""), (Log.Written!.Text, page.Find("#log-line").GetAttribute("value") ?? ""));

        SignIn(Role.Viewer);
        Assert.Empty(Render<BridgePage>().FindAll("#log-line"));
    }

    [Fact]
    public void The_wall_shows_the_worst_first_and_never_calm_on_stale_data()
    {
        var empty = Render<WallPage>();
        Assert.Contains("Nothing is unhandled.", empty.Markup, StringComparison.Ordinal);

        Alerts.Open.AddRange([FakeAlerts.Row(1, "minor", AlertSeverity.Warning), FakeAlerts.Row(2, "worst", AlertSeverity.Critical), FakeAlerts.Row(3, "calm", AlertSeverity.Critical, state: AlertState.Acknowledged)]);
        var wall = Render<WallPage>();
        Assert.Equal(["worst", "minor"], wall.FindAll(".wall-row b").Select(b => b.TextContent));

        Messages.Set(new SystemMessage("Database", "critical", "The database does not answer.", "old", Now.AddMinutes(-3)));
        wall.WaitForAssertion(() => Assert.Contains("Stale since 11:57 CET. The database does not answer.", wall.Find(".wall-page.old [role=alert]").TextContent, StringComparison.Ordinal));
        empty.WaitForAssertion(() => Assert.DoesNotContain("Nothing is unhandled.", empty.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void The_wall_turns_its_pages()
    {
        Alerts.Open.AddRange(Enumerable.Range(1, 13).Select(i => FakeAlerts.Row(i, $"alert {i}")));

        var wall = Render<WallPage>();

        Assert.Equal(10, wall.FindAll(".wall-row").Count);
        Assert.Contains("1 to 10 of 13 unhandled", wall.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_stops_is_told_to_every_page_and_taken_back_when_it_works()
    {
        var clock = new FakeClock();
        var pulses = new Pulses(clock);
        var messages = new SystemMessages();
        using var banners = new PulseBanners(pulses, messages, clock);
        pulses.Expect(CheckPoller.PulseName, TimeSpan.FromSeconds(6));
        pulses.Beat(CheckPoller.PulseName);
        banners.Look();
        Assert.Empty(messages.Current);

        clock.FastForward(TimeSpan.FromSeconds(7));
        banners.Look();
        var message = Assert.Single(messages.Current);
        Assert.Equal(("The check poller gives no sign of life.", clock.GetUtcNow().AddSeconds(-7)), (message.Title, message.Since));

        pulses.Beat(CheckPoller.PulseName);
        banners.Look();
        Assert.Empty(messages.Current);
    }

    private sealed class FakeWatch : ICheckBoard, ISiteOverview
    {
        public static CheckRow Check(CheckStatus status) => new()
        {
            Id = Guid.CreateVersion7(), Name = "HTTP", Kind = "http", Target = "t", AssetId = Guid.CreateVersion7(), AssetName = "a", SiteId = Guid.CreateVersion7(), SiteName = "s",
            Enabled = true, Interval = TimeSpan.FromMinutes(1), MaxAttempts = 3, Reading = new CheckReading { Class = CheckStateClass.Measured, Status = status, IsHard = true },
        };

        Task<CheckBoardView> ICheckBoard.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult(CheckBoardView.Empty);

        Task<IReadOnlyList<SiteTile>> ISiteOverview.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SiteTile>>([]);
    }
}
