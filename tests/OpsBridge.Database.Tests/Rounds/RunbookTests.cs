using OpsBridge.Alerts.History;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Rounds.Runbooks;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class RunbookTests(PostgresServer server) : IAsyncLifetime
{
    private RoundsDesk _desk = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await RoundsDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Somebody_else_than_the_writer_approves_and_only_then_it_is_offered_on_alerts_that_fit()
    {
        var id = await WriteAsync(_desk.Sue, "First do this");
        Assert.IsType<ApproveRunbookResult.OwnWork>(await ApproveAsync(id, 1, _desk.Sue));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => ApproveAsync(id, 1, _desk.Ann));
        Assert.Empty(await OfferedAsync("web-1"));
        Assert.IsType<ApproveRunbookResult.Done>(await ApproveAsync(id, 1, Another()));

        Assert.Equal("Web is down", Assert.Single(await OfferedAsync("web-1")).Details.Title);
        Assert.Empty(await OfferedAsync("db-1"));
        await _desk.Get<RetireRunbook>().HandleAsync(id, _desk.Sue, Ct);
        Assert.Empty(await OfferedAsync("web-1"));
    }

    [Fact]
    public async Task A_version_is_in_force_from_its_date_and_a_run_keeps_the_version_it_was_started_with()
    {
        var id = await WriteAsync(_desk.Ann, "Old step");
        await ApproveAsync(id, 1, _desk.Sue);
        var alert = await _desk.Watch.RaiseAsync("web-1");
        Assert.IsType<RunbookStepResult.Done>(await StartAsync(id, alert, _desk.Ann));
        await _desk.Get<SaveRunbook>().HandleAsync(id, 1, Details("New step") with { EffectiveFrom = _desk.Watch.Now.AddHours(1) }, _desk.Ann, Ct);
        await ApproveAsync(id, 2, _desk.Sue);
        Assert.Equal(1, (await _desk.Get<IRunbookBook>().FindAsync(id, _desk.Ann, Ct))!.InForce);
        _desk.Watch.At(13, 0);

        Assert.Equal(2, (await _desk.Get<IRunbookBook>().FindAsync(id, _desk.Ann, Ct))!.InForce);
        Assert.Equal("Old step", Assert.Single(await OfferedAsync("web-1", alert)).Steps[0].Step.Text);
    }

    [Fact]
    public async Task Each_step_stands_once_in_the_history_of_the_alert_with_its_time_and_name()
    {
        var id = await WriteAsync(_desk.Ann, "Look into the log", "Restart it");
        await ApproveAsync(id, 1, _desk.Sue);
        var alert = await _desk.Watch.RaiseAsync("web-1");
        var starts = await Task.WhenAll(StartAsync(id, alert, _desk.Ann), StartAsync(id, alert, _desk.Bob));
        var run = Assert.Single(starts.OfType<RunbookStepResult.Done>()).RunId;
        Assert.Single(starts.OfType<RunbookStepResult.Already>());
        var steps = Assert.Single(await OfferedAsync("web-1", alert)).Steps;
        var both = await Task.WhenAll(DoAsync(run, steps[0], true, null, _desk.Ann), DoAsync(run, steps[0], true, null, _desk.Bob));
        Assert.Single(both.OfType<RunbookStepResult.Already>());
        Assert.IsType<RunbookStepResult.Invalid>(await DoAsync(run, steps[1], false, null, _desk.Bob));
        Assert.True(Assert.IsType<RunbookStepResult.Done>(await DoAsync(run, steps[1], false, "it runs", _desk.Bob)).Finished);

        var notes = (await _desk.Get<IAlertHistory>().OfAsync(alert, 50, _desk.Ann, Ct))!.Steps.Select(s => s.Why).OfType<string>().Reverse().ToList();
        Assert.Equal(3, notes.Count);
        Assert.Equal("Runbook “Web is down”, step 1 of 2 done: Look into the log", notes[1]);
        Assert.Equal("Runbook “Web is down”, step 2 of 2 left out: Restart it (it runs)", notes[2]);
    }

    [Theory]
    [InlineData("", "alertname=x", "Title")]
    [InlineData("t", "", "Matchers")]
    [InlineData("t", "a=~\"(\"", "Matchers")]
    [InlineData("t\0", "a=b", "Title")]
    public async Task What_cannot_be_a_runbook_is_refused_field_by_field(string title, string matchers, string field)
    {
        var details = new RunbookDetails(title, matchers) { Steps = [new RunbookStep(Guid.CreateVersion7(), "x")] };

        Assert.Equal([field], Assert.IsType<SaveRunbookResult.Invalid>(await _desk.Get<SaveRunbook>().HandleAsync(null, 0, details, _desk.Ann, Ct)).Errors.Keys);
    }

    private static Actor Another() => Actor.InRole(Guid.CreateVersion7(), "tom", Role.Supervisor);

    private static RunbookDetails Details(params string[] steps) => new("Web is down", "asset=~\"web-.*\"") { Steps = [.. steps.Select(s => new RunbookStep(Guid.CreateVersion7(), s))] };

    private async Task<Guid> WriteAsync(Actor by, params string[] steps) => Assert.IsType<SaveRunbookResult.Done>(await _desk.Get<SaveRunbook>().HandleAsync(null, 0, Details(steps), by, Ct)).Id;

    private Task<ApproveRunbookResult> ApproveAsync(Guid id, int seen, Actor by) => _desk.Get<ApproveRunbook>().HandleAsync(id, seen, by, Ct);

    private Task<RunbookStepResult> StartAsync(Guid id, long alert, Actor by) => _desk.Get<StartRunbook>().HandleAsync(id, alert, by, Ct);

    private Task<RunbookStepResult> DoAsync(Guid run, RunbookStepView step, bool done, string? note, Actor by) => _desk.Get<DoRunbookStep>().HandleAsync(run, step.Step.Id, done, note, by, Ct);

    private Task<IReadOnlyList<AlertRunbook>> OfferedAsync(string asset, long alert = 0) => _desk.Get<IRunbookBook>().OfAlertAsync(alert, Labels.Of(("asset", asset)), _desk.Ann, Ct);
}
