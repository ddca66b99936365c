using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Holds;

public sealed class HoldPageTests : JobPageContext, IHoldScope, IHoldForecast, IHoldActions
{
    private readonly List<string> _done = [];
    private readonly JobRow _batch = FakeJobs.Job("Batch");
    private readonly JobRow _must = FakeJobs.Job("Billing") with { Details = FakeJobs.Job("Billing").Details with { MayBeHeld = false } };
    private readonly JobRow _paused = FakeJobs.Job("Copy") with { PausedAt = DateTimeOffset.UnixEpoch, PausedBy = "bob" };
    private HoldScopeView _scope;
    private JobAnswer _answer = JobAnswer.Ok("1 job held.");
    private (int Jobs, DateTimeOffset Until) _asked;

    public HoldPageTests()
    {
        _scope = new HoldScopeView("web-01 and 3 assets behind it", [_batch, _must, _paused], []);
        Services.AddSingleton<IHoldScope>(this).AddSingleton<IHoldForecast>(this).AddSingleton<IHoldActions>(this);
    }

    [Fact]
    public void Before_it_is_done_the_page_says_what_breaks_when_and_what_is_not_held()
    {
        var page = Render<HoldPage>();

        Assert.Equal("2 deadlines or RPOs would be lost: that of Books first, 17:00.", page.Find(".page-head [role=status]").TextContent);
        var rows = page.FindAll("table.holds tbody tr");
        Assert.Equal([true, false, false], rows.Take(3).Select(r => r.QuerySelector("input")!.HasAttribute("checked")));
        Assert.Contains("missed at 18:00", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("broken at", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("also without", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("runs whatever happens", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("paused by bob", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("missed at 17:00", rows[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("starts after it", rows[4].TextContent, StringComparison.Ordinal);
        Assert.Contains("Hold 1 job", page.Find("#hold-form .btn.primary").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_length_and_the_choice_change_the_forecast_and_nothing_chosen_cannot_be_held()
    {
        var page = Render<HoldPage>();
        Assert.Equal((1, Now.AddHours(2)), _asked);

        page.FindAll("#hold-form .seg button").Single(b => b.TextContent.Trim() == "8 h").Click();
        Assert.Equal((1, Now.AddHours(8)), _asked);

        page.Find("table.holds input").Change(false);
        Assert.Equal("", page.Find(".page-head [role=status]").TextContent);
        Assert.True(page.Find("#hold-form .btn.primary").HasAttribute("disabled"));
    }

    [Fact]
    public void Holding_keeps_what_was_typed_when_it_is_refused_and_says_what_was_done()
    {
        var page = Render<HoldPage>();
        _answer = JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["why"] = "Say why." });
        page.Find("#hold-form").Submit();
        Assert.Contains("Say why.", page.Find("#hold-form").TextContent, StringComparison.Ordinal);

        page.Find("#hold-why").Input("storage is full");
        _answer = JobAnswer.Ok("1 job held.");
        page.Find("#hold-form").Submit();

        Assert.Equal([$"hold {_batch.Id} until 14:00 ", $"hold {_batch.Id} until 14:00 storage is full"], _done);
        Assert.Equal("1 job held.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public void The_alert_somebody_came_from_is_the_first_reason()
    {
        Alerts.Open.Add(FakeAlerts.Row(12, "web-01 is down"));
        Navigation.NavigateTo("/jobs/hold?alert=12");

        Assert.StartsWith("Alert #12: web-01 is down", Render<HoldPage>().Find("#hold-why").GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public void Held_jobs_stand_by_reason_and_each_hold_is_released_as_one()
    {
        var held = new[] { "One", "Two" }.Select(n => FakeJobs.Job(n) with { PausedAt = Now, PausedUntil = Now.AddHours(1), PausedBy = "ann", PausedWhy = "<b>storage</b>", Held = true }).ToList();
        var other = FakeJobs.Job("Three") with { PausedAt = Now, PausedUntil = Now.AddHours(2), PausedBy = "bob", PausedWhy = "network", Held = true };
        _scope = new HoldScopeView("all jobs", [.. held, other], [.. held, other]);
        var page = Render<HoldPage>();

        Assert.Equal(["<b>storage</b>", "network"], page.FindAll(".held h4").Select(h => h.TextContent));
        page.FindAll(".held .btn")[0].Click();

        Assert.Equal([$"release {held[0].Id},{held[1].Id} apart 00:01:00"], _done);
    }

    Task<HoldScopeView> IHoldScope.ReadAsync(Guid? assetId, Guid? siteId, Actor actor, CancellationToken ct) => Task.FromResult(_scope);

    Task<HoldForecastView> IHoldForecast.ReadAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        _asked = (jobs.Count, until);
        return Task.FromResult(new HoldForecastView(
        [
            new(_batch.Id, _batch.Name, true, 2, until, Now.AddHours(6), true) { RpoAt = Now.AddHours(-1), BreaksRpo = true, WasOverdue = true },
            new(Guid.CreateVersion7(), "Ship it", true, 0, until, Now.AddHours(7), false) { Follows = true },
        ],
        [new HeldBatch(Guid.CreateVersion7(), "Books", Now.AddHours(5), null, true, false)]));
    }

    Task<JobAnswer> IHoldActions.HoldAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why)
    {
        _done.Add($"hold {string.Join(',', jobs)} until {until.AddHours(1):HH:mm} {why}");
        return Task.FromResult(_answer);
    }

    Task<JobAnswer> IHoldActions.ReleaseAsync(IReadOnlyCollection<Guid> jobs, TimeSpan apart)
    {
        _done.Add($"release {string.Join(',', jobs)} apart {apart}");
        return Task.FromResult(_answer);
    }
}
