using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Jobs.Holds;
using Xunit;

namespace OpsBridge.Jobs.Profiles;

public sealed class RunProfileTests : JobPageContext, IRunsBeside, IHoldScope
{
    private static readonly (double, double)[] s_nights = [(55, 90), (60, 95), (58, 92)];
    private readonly List<RunBeside> _runs = [];
    private HoldScopeView _scope = HoldScopeView.Empty;
    private AlertMoment? _asked;

    public RunProfileTests() => Services.AddSingleton<IRunsBeside>(this).AddSingleton<IHoldScope>(this);

    [Theory]
    [InlineData(61, 92, ProfileVerdict.Usual)]
    [InlineData(52, 98.9, ProfileVerdict.Usual)] // a tenth of 40 beyond
    [InlineData(61, 99.1, ProfileVerdict.Higher)]
    [InlineData(50.9, 92, ProfileVerdict.Lower)]
    [InlineData(10, 200, ProfileVerdict.Higher)]
    public void A_run_is_usual_within_what_earlier_runs_showed(double low, double high, ProfileVerdict verdict) =>
        Assert.Equal(verdict, new RunProfile("cpu", "%", low, high, s_nights).Verdict);

    [Fact]
    public void With_too_few_earlier_runs_nothing_is_called_usual()
    {
        var profile = new RunProfile("cpu", "%", 61, 92, [.. s_nights.Take(2)]);
        Assert.Equal((ProfileVerdict.Unknown, "too few earlier runs to compare with (2)"), (profile.Verdict, ProfileWords.Of(profile)));
        Assert.Equal("no earlier run to compare with", ProfileWords.Of(profile with { Earlier = [] }));
        Assert.False(Run([profile]).IsUsual);
        Assert.False(Run([]).IsUsual);
        Assert.True(Run([profile, profile with { Earlier = s_nights }]).IsUsual);
        Assert.False(Run([profile with { Earlier = s_nights }, profile with { High = 200, Earlier = s_nights }]).IsUsual);
    }

    [Fact]
    public void The_alert_says_during_which_run_it_was_raised_and_whether_that_is_usual()
    {
        _runs.Add(Run([new RunProfile("cpu", "%", 61, 92, s_nights), new RunProfile("latency", "ms", 40, 40, s_nights)]));
        var row = FakeAlerts.Row(12, "cpu is high") with { AssetId = Guid.CreateVersion7(), CheckId = Guid.CreateVersion7() };

        var box = Render<AlertJobs>(p => p.Add(x => x.Row, row));

        Assert.StartsWith("during <b>Backup</b>, run of 11:50 works for", box.Find(".during-job p").TextContent, StringComparison.Ordinal);
        Assert.Equal(["cpu 61% to 92%, as in 3 earlier runs (55% to 95%)", "latency 40 ms, lower than in 3 earlier runs (55 ms to 95 ms)"], box.FindAll(".run-profiles li").Select(l => l.TextContent.Trim()));
        Assert.DoesNotContain("usual profile", box.Markup, StringComparison.Ordinal);
        Assert.Equal(new AlertMoment(row.AssetId.Value, row.CheckId, row.RaisedAt, null), _asked);

        _runs[0] = Run([new RunProfile("cpu", "%", 61, 92, s_nights)]);
        Assert.Equal("within its usual profile", Render<AlertJobs>(p => p.Add(x => x.Row, row)).Find(".during-job .mark").TextContent);
    }

    [Fact]
    public void From_the_alert_the_jobs_behind_its_asset_can_be_held_by_those_who_may()
    {
        _scope = new HoldScopeView("web-01", [FakeJobs.Job("A"), FakeJobs.Job("B") with { PausedAt = Now, Held = true }, FakeJobs.Job("C") with { Details = FakeJobs.Job("C").Details with { MayBeHeld = false } }], []);
        var row = FakeAlerts.Row(12, "down") with { AssetId = Guid.CreateVersion7() };

        var link = Render<AlertJobs>(p => p.Add(x => x.Row, row)).Find(".hold-from-alert a");
        Assert.Equal(("Hold its 1 job…", $"/jobs/hold?asset={row.AssetId}&alert=12"), (link.TextContent, link.GetAttribute("href")));
        Assert.Empty(Render<AlertJobs>(p => p.Add(x => x.Row, row with { State = AlertState.Closed })).FindAll(".hold-from-alert"));
        Assert.Empty(Render<AlertJobs>(p => p.Add(x => x.Row, row with { AssetId = null })).FindAll(".hold-from-alert"));
        SignIn(Role.Viewer);
        Assert.Empty(Render<AlertJobs>(p => p.Add(x => x.Row, row)).FindAll(".hold-from-alert"));
    }

    Task<IReadOnlyList<RunBeside>> IRunsBeside.OfAlertAsync(AlertMoment alert, Actor actor, CancellationToken ct)
    {
        _asked = alert;
        return Task.FromResult<IReadOnlyList<RunBeside>>([.. _runs]);
    }

    Task<HoldScopeView> IHoldScope.ReadAsync(Guid? assetId, Guid? siteId, Actor actor, CancellationToken ct) => Task.FromResult(_scope);

    private static RunBeside Run(IReadOnlyList<RunProfile> profiles) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "<b>Backup</b>", Now.AddMinutes(-10), Now.AddMinutes(-10), null, profiles);
}
