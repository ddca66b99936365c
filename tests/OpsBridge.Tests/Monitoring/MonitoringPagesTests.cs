using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Shifts.LogBook;
using OpsBridge.SignIn;
using OpsBridge.Timeline;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class MonitoringPagesTests : BunitContext
{
    private readonly FakeMonitoring _fake = new();
    private readonly Bunit.TestDoubles.BunitAuthorizationContext _authorization;

    public MonitoringPagesTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(TimeProvider.System).AddUi();
        _authorization = this.AddAuthorization();
        SignIn(Role.Admin);
        Services.AddLogging().AddOptions().AddSingleton<LiveFeed>().AddSingleton<Pulses>().AddScoped<CurrentActor>().AddAlerts().AddTimeline().AddMonitoring([]).AddMonitoringPages();
        Services.AddScoped<QuickEntry>().AddSingleton<ILogBook>(new FakeLog());
        Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1")).AddSingleton<IDbContextFactory<OpsDbContext>>(new NoDatabase());
        Services.AddSingleton<ICheckBoard>(_fake).AddSingleton<IAssetHealth>(_fake).AddSingleton<IUptime>(_fake).AddSingleton<ISeriesReader>(_fake).AddSingleton<IAlertBoard>(_fake).AddSingleton<ITimelineReader>(_fake);
    }

    [Fact]
    public void Problems_come_first_and_worst_first_and_the_rest_is_a_count()
    {
        _fake.Rows.AddRange([FakeMonitoring.Row("Good", CheckWord.Ok), FakeMonitoring.Row("Warns", CheckWord.Warning), FakeMonitoring.Row("Broken", CheckWord.Critical), FakeMonitoring.Row("Cut", CheckWord.Unreachable)]);

        var page = Render<ChecksPage>();

        page.WaitForAssertion(() => Assert.Equal(["Broken", "Warns"], Names(page)));
        Assert.Equal(["Problems 2", "All 4", "Unknown 1", "Flapping 0", "Off 0"], page.FindAll(".seg button").Select(b => b.TextContent));
    }

    [Fact]
    public void The_address_holds_the_filter()
    {
        _fake.Rows.AddRange([FakeMonitoring.Row("Front page", CheckWord.Ok), FakeMonitoring.Row("Port", CheckWord.Ok, "db-1"), FakeMonitoring.Row("Port", CheckWord.Off, "db-2")]);
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/checks?show=all&q=DB-");

        var page = Render<ChecksPage>();
        page.WaitForAssertion(() => Assert.Equal(["Port", "Port"], Names(page)));
        page.FindAll(".seg button")[4].Click();

        Assert.EndsWith("/checks?show=off&q=DB-", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreachable_names_the_parent_and_is_never_ok()
    {
        _fake.Rows.Add(FakeMonitoring.Row("Cut", CheckWord.Unreachable));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/checks?show=unknown");

        var page = Render<ChecksPage>();

        page.WaitForAssertion(() => Assert.Contains("unreachable because core-sw is down", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("OK", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_viewer_can_look_and_nothing_else()
    {
        SignIn(Role.Viewer);
        _fake.Rows.Add(FakeMonitoring.Row("Broken", CheckWord.Critical));
        _fake.Asset = FakeMonitoring.Health(CheckWord.Critical, _fake.Rows[0]);

        var list = Render<ChecksPage>();
        var asset = Render<AssetPage>(p => p.Add(a => a.Id, _fake.Asset.Id));

        list.WaitForAssertion(() => Assert.Equal(["Broken"], Names(list)));
        Assert.DoesNotContain("Run now", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Add check", list.Markup + asset.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Test now", asset.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asset_that_cannot_be_reached_says_because_of_what_and_hostile_text_stays_text()
    {
        _fake.Asset = FakeMonitoring.Health(CheckWord.Unreachable, FakeMonitoring.Row("<img src=x>", CheckWord.Unreachable)) with { Runbook = new Uri("https://wiki.example/web-1"), Notes = "<script>" };

        var page = Render<AssetPage>(p => p.Add(a => a.Id, _fake.Asset.Id));

        page.WaitForAssertion(() => Assert.Contains("Unreachable because core-sw is down.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("img, script"));
        Assert.Contains("<b>x</b>", page.Find(".entries").TextContent, StringComparison.Ordinal);
        Assert.Equal("noopener noreferrer", page.Find("a[href='https://wiki.example/web-1']").GetAttribute("rel"));
    }

    [Fact]
    public void An_asset_without_checks_offers_the_first_one()
    {
        _fake.Asset = FakeMonitoring.Health(CheckWord.Off);

        var page = Render<AssetPage>(p => p.Add(a => a.Id, _fake.Asset.Id));

        page.WaitForAssertion(() => Assert.Contains("No check watches this asset yet.", page.Markup, StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll($"a[href='/checks/new?asset={_fake.Asset.Id}']"));
        Assert.Contains("Not watched", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_elsewhere_shows_by_itself()
    {
        var page = Render<ChecksPage>();
        _fake.Rows.Add(FakeMonitoring.Row("Broken", CheckWord.Critical));

        Services.GetRequiredService<LiveFeed>().Publish(ResultStore.Topic);

        page.WaitForAssertion(() => Assert.Equal(["Broken"], Names(page)), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_a_check_says_is_pinned_by_button_and_a_viewer_cannot()
    {
        EntryWish? wish = null;
        Services.GetRequiredService<QuickEntry>().Opener = w => Task.FromResult(wish = w);
        var check = FakeMonitoring.Row("Front page", CheckWord.Critical);
        _fake.Asset = FakeMonitoring.Health(CheckWord.Critical, FakeMonitoring.Row("Port", CheckWord.Ok), check);
        var page = Render<AssetPage>(p => p.Add(a => a.Id, _fake.Asset.Id));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[aria-label^='Pin to log']").Count));
        Assert.Equal(["I"], page.FindAll("[aria-label^='Pin to log'][aria-keyshortcuts]").Select(b => b.GetAttribute("aria-keyshortcuts"))); // the worst has the key

        await page.Find("[aria-label='Pin to log: Front page']").ClickAsync(new());

        Assert.Equal((new PinWish("check", check.Id.ToString()), check.AssetId), (wish?.Pin, wish?.Subject?.AssetId));
        SignIn(Role.Viewer);
        var looked = Render<AssetPage>(p => p.Add(a => a.Id, _fake.Asset.Id));
        looked.WaitForAssertion(() => Assert.Contains("Front page", looked.Markup, StringComparison.Ordinal));
        Assert.Empty(looked.FindAll("[aria-label^='Pin to log']"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c/d")]
    [InlineData("018f0000-0000-7000-8000-000000000000/1/0/latency")]
    [InlineData("018f0000-0000-7000-8000-000000000000/-1/1/latency")]
    [InlineData("018f0000-0000-7000-8000-000000000000/9223372036854775807/1/latency")]
    [InlineData("018f0000-0000-7000-8000-000000000000/1/999999999/latency")]
    public void A_key_that_is_no_point_of_a_chart_is_none(string text) => Assert.Null(ReadingKey.Parse(text));

    [Fact]
    public void A_point_of_a_chart_is_read_as_it_was_written_also_where_the_metric_has_slashes()
    {
        var key = new ReadingKey(Guid.CreateVersion7(), "/var/log/used", DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123), TimeSpan.FromSeconds(12));

        Assert.Equal(key, ReadingKey.Parse(key.ToString()));
    }

    private static IEnumerable<string> Names(IRenderedComponent<ChecksPage> page) => page.FindAll("tbody tr[data-i] b").Select(b => b.TextContent);

    private void SignIn(Role role)
    {
        _authorization.SetAuthorized(role.ToString());
        _authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new Claim(ActorClaims.Role, role.ToString()));
    }

    private sealed class NoDatabase : IDbContextFactory<OpsDbContext>
    {
        public OpsDbContext CreateDbContext() => throw new InvalidOperationException("These tests need no database.");
    }
}
