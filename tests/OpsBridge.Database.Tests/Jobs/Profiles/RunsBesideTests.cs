using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Monitoring;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Profiles;

/// <summary>A job on db-01 every hour from 09:00, ten minutes long, and a check with cpu; Monday 08:00 UTC.</summary>
public sealed class RunsBesideTests(PostgresServer server) : IAsyncLifetime
{
    private JobBridge _bridge = null!;
    private Guid _asset;
    private Guid _check;
    private Guid _job;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bridge = await JobBridge.CreateAsync(server, o => o.Lease = TimeSpan.FromMinutes(10));
        var site = Assert.IsType<CreateSiteResult.Done>(await _bridge.Get<CreateSite>().HandleAsync(new SiteDetails("Zurich", SiteKind.DataCentre, "UTC", null), JobBridge.Ann, Ct)).Id;
        _asset = Assert.IsType<CreateAssetResult.Done>(await _bridge.Get<CreateAsset>().HandleAsync(new AssetDetails("db-01", "database", site, Criticality.High), JobBridge.Ann, Ct)).Id;
        var check = Check.Create(_asset, new CheckDetails("Load", new TcpSettings("127.0.0.1", 1, null)));
        _check = check.Id;
        await _bridge.ReadAsync(async db =>
        {
            db.Add(check);
            await db.SaveChangesAsync(Ct);
            await db.Database.ExecuteSqlAsync($"insert into series (check_id, name, unit) values ({_check}, 'cpu', '%'), ({_check}, 'idle', '')", Ct);
            return await db.Database.ExecuteSqlAsync($"create table samples_20260105 partition of samples for values from ('2026-01-05') to ('2026-01-06')", Ct);
        });
        _job = await _bridge.HourlyAsync("Dump", d => d with { AssetId = _asset });
        _bridge.Kind.Does = (_, _) =>
        {
            _bridge.Clock.FastForward(TimeSpan.FromMinutes(10));
            return Task.FromResult(new JobResult(true, "done"));
        };
    }

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task An_alert_during_a_run_is_compared_with_the_same_check_during_earlier_runs()
    {
        for (var hour = 9; hour < 13; hour++)
        {
            await RunAsync();
            await SampleAsync(hour, 5, 70 + hour); // 79 to 82
            await SampleAsync(hour, 30, 5);        // between the runs
        }

        _bridge.Kind.Close();
        await RunAsync(settle: false); // 13:00
        await SampleAsync(13, 4, 81);
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(5));

        var run = Assert.Single(await BesideAsync(_bridge.Now.AddMinutes(-1)));
        var profile = Assert.Single(run.Profiles); // idle has no samples
        Assert.Equal(("Dump", "cpu", 81, 79, 82, 4), (run.JobName, profile.Metric, profile.High, profile.Least, profile.Most, profile.Earlier.Count));
        Assert.True(run.IsUsual);

        await SampleAsync(13, 5, 97);
        Assert.Equal(ProfileVerdict.Higher, Assert.Single(Assert.Single(await BesideAsync(_bridge.Now.AddMinutes(-1))).Profiles).Verdict);
    }

    [Fact]
    public async Task Only_runs_on_the_asset_at_that_moment_count_and_a_finished_one_is_found_again_later()
    {
        await RunAsync();
        var during = _bridge.Now.AddMinutes(-5);
        var after = _bridge.Now.AddMinutes(5);
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(20));

        Assert.NotNull(Assert.Single(await BesideAsync(during)).EndedAt);
        Assert.Empty(await BesideAsync(after));
        Assert.Empty(await _bridge.Get<IRunsBeside>().OfAlertAsync(new AlertMoment(Guid.CreateVersion7(), null, during, null), JobBridge.Ann, Ct));
        Assert.Empty(Assert.Single(await BesideAsync(during, check: Guid.CreateVersion7())).Profiles);

        // A run that begins while the condition holds counts as long as it does.
        _bridge.Kind.Close();
        await RunAsync(settle: false);
        Assert.Single(await BesideAsync(after));
        Assert.Empty(await BesideAsync(after, until: after.AddMinutes(1)));
    }

    [Fact]
    public async Task Who_may_not_see_jobs_is_refused()
    {
        var nobody = Actor.Internal("nobody", Permissions.ViewAlerts);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _bridge.Get<IRunsBeside>().OfAlertAsync(new AlertMoment(_asset, _check, _bridge.Now, null), nobody, Ct));
        await RunAsync();
        var noChecks = Actor.Internal("jobs only", Permissions.ViewJobs);
        Assert.Empty(Assert.Single(await _bridge.Get<IRunsBeside>().OfAlertAsync(new AlertMoment(_asset, _check, _bridge.Now, null), noChecks, Ct)).Profiles);
    }

    private Task<IReadOnlyList<RunBeside>> BesideAsync(DateTimeOffset from, DateTimeOffset? until = null, Guid? check = null) =>
        _bridge.Get<IRunsBeside>().OfAlertAsync(new AlertMoment(_asset, check ?? _check, from, until), JobBridge.Ann, Ct);

    /// <summary>Goes to the next full hour, and lets the run begin; or end as well.</summary>
    private async Task RunAsync(bool settle = true)
    {
        var now = _bridge.Now;
        await _bridge.PassAsync(TimeSpan.FromHours(now.Hour + 1) - now.TimeOfDay);
        if (settle)
        {
            await _bridge.SettleAsync();
            return;
        }

        await Eventually.TrueAsync("it runs", async () => (await _bridge.RunsAsync(_job))[^1].State == RunState.Running, Ct);
    }

    private Task<int> SampleAsync(int hour, int minute, double value) => _bridge.ReadAsync(db => db.Database.ExecuteSqlAsync(
        $"insert into samples select id, {new DateTime(2026, 1, 5, hour, minute, 0, DateTimeKind.Utc)}, {value} from series where name = 'cpu'", Ct));
}
