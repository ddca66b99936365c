using Microsoft.EntityFrameworkCore;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class RoundMakerTests(PostgresServer server) : IAsyncLifetime
{
    private RoundsDesk _desk = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await RoundsDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task However_often_and_however_many_make_them_each_due_moment_has_one_round()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _desk.MakeAsync()));
        await _desk.MakeAsync();

        var due = (await _desk.RowsAsync()).Select(r => r.DueAt).ToList();
        Assert.Equal(24, due.Count); // 12:30 to 11:30 of the next day
        Assert.Equal(due.Distinct(), due);
        Assert.Equal(_desk.Watch.Now.AddMinutes(30), due[0]);
    }

    [Fact]
    public async Task The_bridge_sees_what_is_due_within_the_hour_and_what_was_left_overdue_first()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        Assert.Equal(["12:30 Open"], await BoardAsync());

        _desk.Watch.At(12, 40); // nothing was told: time alone made it overdue
        Assert.Equal(["12:30 Overdue", "13:30 Waiting"], await BoardAsync());

        _desk.Watch.At(14, 1);
        await _desk.MakeAsync();
        Assert.Equal(["12:30 Overdue carried", "13:30 Overdue carried", "14:30 Open"], await BoardAsync());
    }

    [Fact]
    public async Task A_day_has_its_rounds_and_those_of_the_day_before_that_were_left()
    {
        await _desk.ApproveAsync(_desk.Hourly(_desk.Door) with { Schedule = new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0 20 * * ?", Zone = "UTC" } });
        var midnight = new DateTimeOffset(2026, 1, 16, 0, 0, 0, TimeSpan.Zero);
        var days = _desk.Get<IRoundDay>();
        _desk.Watch.Clock.FastForward(midnight.AddHours(1) - _desk.Watch.Now);
        await _desk.MakeAsync();

        Assert.Equal(["15 Overdue", "16 Waiting"], (await days.ReadAsync(midnight, midnight.AddDays(1), _desk.Ann, Ct)).Select(r => $"{r.DueAt:dd} {r.State}"));

        var left = await _desk.DueAsync(20, 0);
        await _desk.ReadAsync(left.Id, _desk.Door, null);
        await _desk.Get<FinishRound>().HandleAsync(left.Id, _desk.Ann, Ct);
        var done = Assert.Single(await days.ReadAsync(midnight.AddDays(-1), midnight, _desk.Ann, Ct));
        Assert.Equal((RoundState.Done, _desk.Watch.Now), (done.State, done.TakenAt!.Value));
        Assert.Equal(2, (await days.ReadAsync(midnight, midnight.AddDays(1), _desk.Ann, Ct)).Count); // it was still to do when the day began
    }

    [Fact]
    public async Task A_round_that_has_begun_keeps_its_version_and_one_that_waits_follows_the_new_one()
    {
        var id = await _desk.ApproveAsync(_desk.Hourly());
        var begun = await _desk.DueAsync(12, 30);
        await _desk.ReadAsync(begun.Id, _desk.Air, "20");
        await _desk.ApproveAsync(_desk.Hourly(_desk.Air) with { Name = "Short round" }, id, 1);

        Assert.Equal((1, 2), await _desk.ViewAsync(begun.Id) is var old ? (old.Number, old.Steps.Count) : default);
        Assert.Equal((2, 1, "Short round"), await _desk.ViewAsync((await _desk.DueAsync(13, 30)).Id) is var waiting ? (waiting.Number, waiting.Steps.Count, waiting.Row.Name) : default);
    }

    [Fact]
    public async Task A_draft_makes_nothing_and_a_checklist_given_up_takes_its_waiting_rounds_along()
    {
        var draft = (SaveChecklistResult.Done)await _desk.Get<SaveChecklist>().HandleAsync(null, 0, _desk.Hourly(), _desk.Sue, Ct);
        await _desk.MakeAsync();
        Assert.Empty(await _desk.RowsAsync());

        await _desk.Get<ApproveChecklist>().HandleAsync(draft.Id, 1, _desk.Sue, Ct);
        await _desk.MakeAsync();
        await _desk.ReadAsync((await _desk.DueAsync(12, 30)).Id, _desk.Air, "20");
        await _desk.Get<RetireChecklist>().HandleAsync(draft.Id, _desk.Sue, Ct);
        await _desk.MakeAsync();

        Assert.Equal(RoundState.InProgress, Assert.Single(await _desk.RowsAsync()).State);
    }

    [Fact]
    public async Task Unfinished_it_is_overdue_carried_over_once_and_then_not_done()
    {
        await _desk.ApproveAsync(_desk.Hourly() with { Schedule = new RoundSchedule(RoundTiming.ShiftEnd) { OffsetMinutes = -60, Shifts = ["Early"] } });
        var id = (await _desk.DueAsync(13, 0)).Id;
        _desk.Watch.At(13, 10);
        await _desk.MakeAsync();
        await _desk.MakeAsync();
        Assert.Equal(["Warning: Round “Facility round” is overdue at desk Main"], await _desk.AlertWordsAsync());

        _desk.Watch.At(14, 0);
        await _desk.MakeAsync();
        await _desk.MakeAsync();
        Assert.Equal(["Major: Round “Facility round” was carried over and is still not done at desk Main"], await _desk.AlertWordsAsync());
        Assert.Equal((RoundState.Overdue, _desk.Watch.Late.EndsAt), (await _desk.ViewAsync(id)).Row is var carried ? (carried.State, carried.CarriedUntil!.Value) : default);

        _desk.Watch.At(22, 0);
        await _desk.MakeAsync();
        await _desk.MakeAsync();
        Assert.Equal(RoundState.NotDone, (await _desk.ViewAsync(id)).Row.State);
        Assert.StartsWith("~", Assert.Single(await _desk.AlertWordsAsync()), StringComparison.Ordinal); // nobody can do it any more, and somebody still has to see it
        Assert.Equal(["round.overdue by OpsBridge", "round.carried by OpsBridge", "round.missed by OpsBridge"], await _desk.Watch.TimelineAsync("round"));
    }

    [Fact]
    public async Task After_everything_stood_still_what_was_due_meanwhile_is_recorded_and_not_silent()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        _desk.Watch.Clock.FastForward(TimeSpan.FromHours(60)); // all processes were down
        await _desk.MakeAsync();

        await using var db = await _desk.Watch.ContextAsync();
        var missed = await db.Set<Round>().Where(r => r.Stage == RoundStage.NotDone).CountAsync(Ct);
        Assert.Equal(24 + 8, missed); // a day that was made ahead, and of the last day what can no longer be done
        Assert.Equal(0, await db.Set<Round>().CountAsync(r => r.Stage == RoundStage.Planned && r.CarriedUntil <= _desk.Watch.Now, Ct));
    }

    [Theory]
    [InlineData("update round_readings set value = 1")]
    [InlineData("delete from round_readings")]
    [InlineData("delete from rounds where stage = 'Taken'")]
    [InlineData("update checklist_versions set details = '{}'")]
    [InlineData("delete from checklists")]
    public async Task What_was_read_and_approved_cannot_be_changed_in_the_database(string sql)
    {
        await _desk.ApproveAsync(_desk.Hourly());
        await _desk.ReadAsync((await _desk.DueAsync(12, 30)).Id, _desk.Air, "20");

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _desk.Watch.SqlAsync(sql))).SqlState);
    }

    private async Task<IEnumerable<string>> BoardAsync() =>
        (await _desk.Get<IRoundBoard>().NextAsync(_desk.Ann, Ct)).Select(r => $"{r.DueAt:HH:mm} {r.State}{(r.CarriedAt is null ? "" : " carried")}");
}
