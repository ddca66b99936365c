using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reported jobs with their alert, their history and the clock, over PostgreSQL.</summary>
public sealed class ReportedJobsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly ReportedEstate _estate = new(database, new FakeClock());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Going_missing_raises_one_alert_and_the_next_report_resolves_it()
    {
        var job = await _estate.MakeAsync("Goes missing");
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(job, PingKind.Success);

        await _estate.PassAsync(7 * s_minute - TimeSpan.FromSeconds(5));
        Assert.Equal((ReportedJobWord.Grace, null), ((await _estate.RowAsync(job.Id)).Word, await _estate.AlertAsync(job.Id)));
        await _estate.PassAsync(2 * s_minute);

        var alert = (await _estate.AlertAsync(job.Id))!;
        Assert.Equal((AlertState.Unacknowledged, AlertSeverity.Major, 1, "reported job"), (alert.State, alert.Severity, alert.Count, alert.Source));
        Assert.Contains("Goes missing: did not report in time", alert.Summary, StringComparison.Ordinal);

        await _estate.PingAsync(job, PingKind.Success);

        Assert.Equal(AlertState.ReturnedUnacknowledged, (await _estate.AlertAsync(job.Id))!.State);
        Assert.Equal(["reported_job.created", "reported_job.missing", "reported_job.recovered"], await _estate.HappenedAsync(job.Id));
        Assert.Equal(
            [FlipReason.Reported, FlipReason.Missing, FlipReason.Reported],
            (await _estate.Get<IReportedJobs>().FlipsAsync(job.Id, null, null, ReportedEstate.Viewer, Ct)).Select(f => f.Reason));
    }

    [Fact]
    public async Task The_bridge_hears_of_what_is_missing_late_under_way_paused_or_expected_within_the_hour()
    {
        var missing = await _estate.MakeAsync("hour missing");
        var works = await _estate.MakeAsync("hour works", d => d with { Period = TimeSpan.FromDays(1), Grace = TimeSpan.FromHours(2) });
        var soon = await _estate.MakeAsync("hour soon", d => d with { Period = TimeSpan.FromMinutes(65), Grace = TimeSpan.FromDays(2) });
        var far = await _estate.MakeAsync("hour far", d => d with { Period = TimeSpan.FromMinutes(75), Grace = s_minute });
        var late = await _estate.MakeAsync("hour late", d => d with { Grace = TimeSpan.FromHours(1) });
        var paused = await _estate.MakeAsync("hour paused");
        await _estate.MakeAsync("hour never heard");
        foreach (var job in new[] { missing, soon, far, late, paused })
        {
            await _estate.PingAsync(job, PingKind.Success);
        }

        await _estate.PingAsync(works, PingKind.Start);
        await _estate.Get<PauseReportedJob>().HandleAsync(paused.Id, null, "new disk", ReportedEstate.Supervisor, Ct);
        await _estate.PassAsync(8 * s_minute);

        Assert.Equal(["hour missing Down", "hour late Grace", "hour works Started", "hour soon Up", "hour paused Paused"], await BoardAsync());
        Assert.All(await _estate.Get<IReportedBoard>().ReadAsync(ReportedEstate.Supervisor, Ct), r => Assert.Equal(Guid.Empty, r.Code));

        await _estate.PassAsync(8 * s_minute); // nobody reports and nothing is told: the clock alone brings it within the hour
        Assert.Contains("hour far Up", await BoardAsync());
    }

    [Fact]
    public async Task A_day_has_what_was_heard_what_was_expected_and_when_it_was_down()
    {
        var day = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero); // the clock says 08:00
        var period = await _estate.MakeAsync("day period");
        var cron = await _estate.MakeAsync("day cron", d => d with { Schedule = "0 10 * * *", Grace = s_minute });
        await _estate.PingAsync(period, PingKind.Start);
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(period, PingKind.Success);
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(period, PingKind.Success);
        await _estate.PassAsync(8 * s_minute); // expected 08:07, missing from 08:09
        await _estate.PingAsync(period, PingKind.Success);
        await _estate.PingAsync(cron, PingKind.Fail, code: 3);

        var lanes = (await _estate.Get<IReportedDay>().ReadAsync(day, day.AddDays(1), ReportedEstate.Viewer, Ct)).ToDictionary(l => l.JobId);
        var lane = lanes[period.Id];
        Assert.Equal([(2, s_minute), (1, null)], lane.Reports.Select(r => (r.Count, r.Duration)));
        Assert.Equal(["08:07", "08:15"], lane.Expected.Select(e => $"{e:HH:mm}"));
        var down = Assert.Single(lane.Down);
        Assert.Equal(("08:09", "08:10", FlipReason.Missing), ($"{down.From:HH:mm}", $"{down.Until:HH:mm}", down.Why));
        lane = lanes[cron.Id];
        Assert.Equal((true, day.AddHours(10)), (Assert.Single(lane.Reports).Failed, Assert.Single(lane.Expected)));
        Assert.Null(Assert.Single(lane.Down).Until);

        var after = (await _estate.Get<IReportedDay>().ReadAsync(day.AddDays(1), day.AddDays(2), ReportedEstate.Viewer, Ct)).ToDictionary(l => l.JobId);
        Assert.Equal((day.AddDays(1), null), Assert.Single(after[cron.Id].Down) is var still ? (still.From, still.Until) : default);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<IReportedDay>().ReadAsync(day, day, Actor.Internal("nobody"), Ct));
    }

    [Fact]
    public async Task What_was_due_while_OpsBridge_was_away_is_missing_only_after_its_grace_has_passed_once_more()
    {
        var job = await _estate.MakeAsync("Closed door");
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(job, PingKind.Success);

        _estate.Clock.FastForward(TimeSpan.FromHours(3)); // nobody looked, nobody listened
        await _estate.PassAsync(s_minute);
        Assert.Equal(ReportedJobWord.Grace, (await _estate.RowAsync(job.Id)).Word);

        await _estate.PassAsync(2 * s_minute);
        Assert.Equal(ReportedJobWord.Down, (await _estate.RowAsync(job.Id)).Word);
    }

    [Fact]
    public async Task A_failure_tells_its_exit_status_and_output_and_counts_on_the_same_alert()
    {
        var job = await _estate.MakeAsync("Fails", d => d with { Severity = AlertSeverity.Critical });

        await _estate.PingAsync(job, PingKind.Fail, code: 3);
        await _estate.PingAsync(job, PingKind.Fail, code: 4);

        var alert = (await _estate.AlertAsync(job.Id))!;
        Assert.Equal((AlertSeverity.Critical, 2, "tape full"), (alert.Severity, alert.Count, alert.Detail));
        Assert.Contains("exit status 4", alert.Summary, StringComparison.Ordinal);
        Assert.Equal(["reported_job.created", "reported_job.failed"], await _estate.HappenedAsync(job.Id));
    }

    [Fact]
    public async Task A_start_without_an_end_within_grace_is_down_also_with_runs_that_overlap()
    {
        var (job, first, second) = (await _estate.MakeAsync("Overlaps"), Guid.CreateVersion7(), Guid.CreateVersion7());
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(job, PingKind.Start, first);
        await _estate.PassAsync(TimeSpan.FromSeconds(30));
        await _estate.PingAsync(job, PingKind.Start, second);
        await _estate.PassAsync(TimeSpan.FromSeconds(30));
        await _estate.PingAsync(job, PingKind.Success, first);

        Assert.Equal(s_minute, (await _estate.RowAsync(job.Id)).LastDuration);
        await _estate.PassAsync(2 * s_minute);

        var row = await _estate.RowAsync(job.Id);
        Assert.Equal((ReportedJobWord.Down, true), (row.Word, row.Words.Contains("did not finish", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pause_clears_the_alert_ends_by_itself_and_the_job_is_expected_again()
    {
        var job = await _estate.MakeAsync("Paused");
        await _estate.PassAsync(s_minute);
        await _estate.PingAsync(job, PingKind.Fail);

        var until = _estate.Clock.GetUtcNow() + (10 * s_minute);
        Assert.IsType<ReportedJobResult.Done>(await _estate.Get<PauseReportedJob>().HandleAsync(job.Id, until, "moving", ReportedEstate.Operator, Ct));
        Assert.Equal(AlertState.ReturnedUnacknowledged, (await _estate.AlertAsync(job.Id))!.State);
        await _estate.PassAsync(9 * s_minute);
        Assert.Equal(ReportedJobState.Paused, (await _estate.RowAsync(job.Id)).State);
        await _estate.PassAsync(2 * s_minute);
        Assert.Equal(ReportedJobState.New, (await _estate.RowAsync(job.Id)).State);
        await _estate.PassAsync(8 * s_minute);
        Assert.Equal(ReportedJobState.Down, (await _estate.RowAsync(job.Id)).State);
    }

    [Fact]
    public async Task Roles_may_what_they_may()
    {
        var job = await _estate.MakeAsync("Roles");

        Assert.Equal(Guid.Empty, (await _estate.Get<IReportedJobs>().FindAsync(job.Id, ReportedEstate.Operator, Ct))!.Code); // whoever knows it can report
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<PauseReportedJob>().HandleAsync(job.Id, null, null, ReportedEstate.Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<RemoveReportedJob>().HandleAsync(job.Id, ReportedEstate.Operator, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<SaveReportedJob>().HandleAsync(null, 0, job.Details, ReportedEstate.Operator, Ct));
    }

    [Fact]
    public async Task Two_who_change_it_at_once_do_not_overwrite_each_other_and_pings_do_not_make_it_stale()
    {
        var job = await _estate.MakeAsync("Edited");
        await _estate.PingAsync(job, PingKind.Success);
        var save = _estate.Get<SaveReportedJob>();

        Assert.IsType<SaveReportedJobResult.Done>(await save.HandleAsync(job.Id, job.Revision, job.Details with { Tags = "a" }, ReportedEstate.Supervisor, Ct));
        Assert.IsType<SaveReportedJobResult.Stale>(await save.HandleAsync(job.Id, job.Revision, job.Details with { Tags = "b" }, ReportedEstate.Supervisor, Ct));
        Assert.Equal("a", (await _estate.RowAsync(job.Id)).Details.Tags);
    }

    [Fact]
    public async Task Removing_it_clears_its_alert_and_its_address_leads_nowhere()
    {
        var job = await _estate.MakeAsync("Removed");
        await _estate.PingAsync(job, PingKind.Fail);

        Assert.IsType<ReportedJobResult.Done>(await _estate.Get<RemoveReportedJob>().HandleAsync(job.Id, ReportedEstate.Supervisor, Ct));

        Assert.Equal(AlertState.ReturnedUnacknowledged, (await _estate.AlertAsync(job.Id))!.State);
        Assert.IsType<RecordPingResult.NotFound>(await _estate.PingAsync(job, PingKind.Success));
    }

    [Fact]
    public async Task Twenty_wishes_for_the_same_job_at_once_make_one()
    {
        var wish = new ReportedJobWish { Name = "Only one", Unique = [ReportedJobField.Name] };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _estate.Get<SaveReportedJob>().HandleAsync(null, wish, ReportedEstate.Supervisor, Ct)));

        Assert.Single(answers.Cast<SaveReportedJobResult.Done>().Select(a => a.Id).Distinct());
        Assert.Single(answers.Cast<SaveReportedJobResult.Done>(), a => a.Created);
    }

    [Fact]
    public async Task The_handover_tells_who_is_down_who_is_late_and_who_is_paused()
    {
        var (down, paused) = (await _estate.MakeAsync("Told down"), await _estate.MakeAsync("Told paused"));
        await _estate.PingAsync(down, PingKind.Fail, code: 9);
        await _estate.Get<PauseReportedJob>().HandleAsync(paused.Id, null, "vendor", ReportedEstate.Operator, Ct);
        var late = await _estate.MakeAsync("Told late");
        await _estate.PingAsync(late, PingKind.Success);
        await _estate.PassAsync(6 * s_minute); // expected after five, missing after seven
        var (now, facts) = (_estate.Clock.GetUtcNow(), _estate.Get<IEnumerable<IHandoverFacts>>().OfType<ReportedJobFacts>().Single());

        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        var told = await facts.ReadAsync(db, new HandoverSpan(Guid.Empty, now.AddHours(-8), now, now.AddHours(8)), now, Ct);

        Assert.Contains(told.Facts, f => f.Key == $"reported-job/{down.Id}" && f.Title.Contains("exit status 9", StringComparison.Ordinal) && f.Tone == FactTone.Bad);
        Assert.Contains(told.Facts, f => f.Key == $"reported-job/{paused.Id}" && f.Detail == "vendor" && f.Owner == "Olga");
        Assert.Equal(("Told late is late: expected 08:05", "Down from 08:07 unless it reports"), told.Facts.Single(f => f.Key == $"reported-job/{late.Id}") is var fact ? (fact.Title, fact.Detail) : default);
        Assert.Contains(told.Facts, f => f.Key == "reported-jobs/rest");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private async Task<IEnumerable<string>> BoardAsync() =>
        (await _estate.Get<IReportedBoard>().ReadAsync(ReportedEstate.Operator, Ct)).Where(r => r.Title.StartsWith("hour ", StringComparison.Ordinal)).Select(r => $"{r.Title} {r.Word}");
}
