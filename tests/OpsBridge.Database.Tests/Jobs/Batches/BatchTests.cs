using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Jobs.Holds;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace OpsBridge.Jobs.Batches;

/// <summary>Extract at 09:00, then Load; complete by 10:00. One database and one clock: Monday 08:00 UTC.</summary>
public sealed class BatchTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly Actor s_sue = Actor.InRole(Guid.CreateVersion7(), "sue", Role.Supervisor);
    private JobBridge _bridge = null!;
    private Guid _extract;
    private Guid _load;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bridge = await JobBridge.CreateAsync(server, o => o.Lease = TimeSpan.FromMinutes(10));
        _extract = await _bridge.JobAsync("Extract", new CronSchedule("0 0 9 * * ?", "UTC"), d => d with { CatchUp = CatchUp.Last });
        _load = await _bridge.JobAsync("Load", new AfterSchedule(_extract, AfterCondition.Success, TimeSpan.Zero));
    }

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_batch_warns_once_before_it_is_late_says_late_once_and_is_resolved_when_it_is_complete()
    {
        var id = await SaveAsync();
        _bridge.Kind.Fail("disk full");
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await LookAsync(2);
        Assert.Equal("JobFailed Major, BatchLate Warning", await _bridge.FiringAsync());
        Assert.Equal("Books will miss 10:00 unless somebody acts: Extract failed: disk full; it must run by 10:00", (await BatchAlertAsync()).Summary);

        _bridge.Clock.FastForward(s_hour);
        await LookAsync(2);
        Assert.Equal(AlertSeverity.Critical, (await BatchAlertAsync()).Severity);
        Assert.Equal(BatchMood.Late, Assert.Single(await _bridge.Get<IBatchReader>().ListAsync(JobBridge.Ann, Ct)).Mood);
        var fact = Assert.Single(await FactsAsync());
        Assert.Equal(("Books is late: it should have been complete by 10:00", "Extract failed: disk full", $"/jobs/batches/{id}"), (fact.Title, fact.Detail, fact.Href));

        _bridge.Kind.OpenAll();
        await _bridge.Get<RunJobNow>().HandleAsync(_extract, JobBridge.Ann, Ct);
        await _bridge.Engine.RoundAsync(Ct);
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        await LookAsync(2);
        Assert.Equal("", await _bridge.FiringAsync());
        Assert.Empty(await FactsAsync());
        Assert.Equal(["batch.created", "batch.warned", "batch.late", "batch.recovered"], await KindsAsync());
    }

    [Fact]
    public async Task The_history_of_the_jobs_foretells_the_end_and_a_hold_shows_what_it_does_to_it()
    {
        await SaveAsync();
        _bridge.Kind.Does = (_, _) =>
        {
            _bridge.Clock.FastForward(TimeSpan.FromMinutes(20)); // what each takes
            return Task.FromResult(new JobResult(true, "done"));
        };
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        await LookAsync();
        var row = Assert.Single(await _bridge.Get<IBatchReader>().ListAsync(JobBridge.Ann, Ct));
        Assert.Equal((BatchMood.Done, "09:40"), (row.Mood, Clock(row.Forecast.End)));

        _bridge.Clock.FastForward(TimeSpan.FromHours(12));
        var view = (await _bridge.Get<IBatchReader>().FindAsync(row.Id, new BatchWhatIf(_load, 3, null), JobBridge.Ann, Ct))!;
        Assert.Equal(("09:40", BatchMood.OnTime, "10:20"), (Clock(view.Row.Forecast.End), view.Row.Mood, Clock(view.Imagined!.End)));
        var hold = await _bridge.Get<IHoldForecast>().ReadAsync([_extract], new DateTimeOffset(_bridge.Now.Date.AddDays(1).AddHours(9.5), TimeSpan.Zero), JobBridge.Ann, Ct);
        var batch = Assert.Single(hold.Batches);
        Assert.Equal(("Books", "10:10", true, false), (batch.Name, Clock(batch.End), batch.IsLate, batch.WasLate));
        Assert.Equal("", await _bridge.FiringAsync());
    }

    [Fact]
    public async Task A_hold_that_makes_a_batch_late_is_warned_of_and_its_release_takes_the_warning_back()
    {
        await SaveAsync();
        await _bridge.Get<HoldJobs>().HandleAsync([_extract], _bridge.Now + (4 * s_hour), "storage", JobBridge.Ann, Ct);
        await LookAsync();
        Assert.Equal("BatchLate Warning", await _bridge.FiringAsync());

        await _bridge.Get<ReleaseJobs>().HandleAsync([_extract], TimeSpan.Zero, JobBridge.Ann, Ct);
        await LookAsync();
        Assert.Equal("", await _bridge.FiringAsync());
    }

    [Fact]
    public async Task Two_judges_at_once_tell_it_once()
    {
        await SaveAsync();
        await _bridge.Get<HoldJobs>().HandleAsync([_extract], _bridge.Now + (4 * s_hour), "storage", JobBridge.Ann, Ct);
        await using var other = _bridge.Another();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? _bridge : other).Get<BatchWatch>().LookAsync(Ct)));

        Assert.Equal(1, (await BatchAlertAsync()).Count);
        Assert.Single(await KindsAsync(), k => k == "batch.warned");
    }

    [Fact]
    public async Task Of_two_who_change_a_batch_the_second_is_told_and_names_are_there_once()
    {
        var id = await SaveAsync();
        var save = _bridge.Get<SaveBatch>();
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => save.HandleAsync(id, 1, Details() with { By = new TimeOnly(7 + i, 0) }, s_sue, Ct)));
        Assert.Equal((1, 1), (both.OfType<SaveBatchResult.Done>().Count(), both.OfType<SaveBatchResult.Stale>().Count()));

        var names = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => save.HandleAsync(null, 0, Details() with { Name = "New" }, s_sue, Ct)));
        Assert.Single(names.OfType<SaveBatchResult.Done>());
        Assert.Equal("Another batch has this name.", Assert.Single(names.OfType<SaveBatchResult.Invalid>()).Errors["Name"]);
        Assert.IsType<SaveBatchResult.Invalid>(await save.HandleAsync(null, 0, Details() with { Name = "BOOKS" }, s_sue, Ct));
    }

    [Fact]
    public async Task What_cannot_be_watched_is_refused_and_a_job_of_a_batch_is_not_retired()
    {
        var save = _bridge.Get<SaveBatch>();
        Assert.Equal("A chosen job is no longer in use.", Assert.IsType<SaveBatchResult.Invalid>(await save.HandleAsync(null, 0, Details() with { Jobs = [Guid.CreateVersion7()] }, s_sue, Ct)).Errors["Jobs"]);
        Assert.IsType<SaveBatchResult.Invalid>(await save.HandleAsync(null, 0, Details() with { Zone = "Nowhere/Land" }, s_sue, Ct));
        Assert.IsType<SaveBatchResult.NotFound>(await save.HandleAsync(Guid.CreateVersion7(), 1, Details(), s_sue, Ct));
        var op = Actor.InRole(Guid.CreateVersion7(), "op", Role.Operator);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => save.HandleAsync(null, 0, Details(), op, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _bridge.Get<RetireBatch>().HandleAsync(Guid.CreateVersion7(), op, Ct));

        var id = await SaveAsync();
        Assert.Equal("Books", Assert.IsType<RetireJobResult.InBatch>(await _bridge.Get<RetireJob>().HandleAsync(_load, s_sue, Ct)).Name);
        await _bridge.Get<HoldJobs>().HandleAsync([_extract], _bridge.Now + (4 * s_hour), "storage", JobBridge.Ann, Ct);
        await LookAsync();
        Assert.IsType<RetireBatchResult.Done>(await _bridge.Get<RetireBatch>().HandleAsync(id, s_sue, Ct));
        Assert.IsType<RetireBatchResult.NotFound>(await _bridge.Get<RetireBatch>().HandleAsync(id, s_sue, Ct));
        Assert.Equal("", await _bridge.FiringAsync());
        Assert.Null(await _bridge.Get<IBatchReader>().FindAsync(id, null, s_sue, Ct));
        Assert.IsType<RetireJobResult.Done>(await _bridge.Get<RetireJob>().HandleAsync(_load, s_sue, Ct));
        await SaveRetiredNameAgainAsync();
    }

    private async Task SaveRetiredNameAgainAsync() =>
        Assert.IsType<SaveBatchResult.Done>(await _bridge.Get<SaveBatch>().HandleAsync(null, 0, Details() with { Jobs = [_extract] }, s_sue, Ct));

    private BatchDetails Details() => new("Books", new TimeOnly(10, 0), "UTC") { Jobs = [_load], Severity = AlertSeverity.Critical };

    private async Task<Guid> SaveAsync() => Assert.IsType<SaveBatchResult.Done>(await _bridge.Get<SaveBatch>().HandleAsync(null, 0, Details(), s_sue, Ct)).Id;

    private async Task LookAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(await _bridge.Get<BatchWatch>().LookAsync(Ct));
        }
    }

    private async Task<Alert> BatchAlertAsync() => Assert.Single(await _bridge.AlertsAsync(), a => a.Labels["alertname"] == "BatchLate");

    private async Task<IReadOnlyList<HandoverFact>> FactsAsync() => (await _bridge.ReadAsync(db =>
        new BatchFacts().ReadAsync(db, new HandoverSpan(Guid.CreateVersion7(), _bridge.Now.AddHours(-8), _bridge.Now, _bridge.Now.AddHours(8)), _bridge.Now, Ct))).Facts;

    private Task<List<string>> KindsAsync() => _bridge.ReadAsync(db => db.Set<TimelineEntry>().AsNoTracking().Where(t => t.Subject == "batch").OrderBy(t => t.Id).Select(t => t.Kind).ToListAsync(Ct));

    private static string? Clock(DateTimeOffset? at) => at?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
