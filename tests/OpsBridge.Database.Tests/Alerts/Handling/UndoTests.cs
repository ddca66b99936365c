using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Handling;

public sealed class UndoTests(PostgresServer server) : IAsyncLifetime
{
    private HandlingDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await HandlingDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task What_somebody_moved_since_stays_and_they_are_named()
    {
        var first = await _desk.RaiseAsync("first");
        var second = await _desk.RaiseAsync("second");
        var action = (await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [first, second])).ActionId;
        _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
        await _desk.DoAsync(new AlertVerb.Take(), _desk.Bob, [second]);
        await _desk.ReportAsync(["first", "second"]); // repeats move nothing

        var outcomes = await _desk.UndoAsync(action, _desk.Ann);

        Assert.IsType<AlertOutcome.Done>(outcomes[0]);
        Assert.Equal(new AlertOutcome.Refused(Refusal.MovedSince, "Bob", _desk.Now), outcomes[1]);
        Assert.Equal(AlertState.Unacknowledged, (await _desk.FindAsync("first")).State);
        Assert.Equal((AlertState.Acknowledged, "Bob"), ((await _desk.FindAsync("second")).State, (await _desk.FindAsync("second")).OwnerName));
    }

    [Fact]
    public async Task The_source_counts_as_somebody()
    {
        var id = await _desk.RaiseAsync("source");
        var action = (await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [id])).ActionId;
        await _desk.ClearAsync("source");

        Assert.Equal(new AlertOutcome.Refused(Refusal.MovedSince, "outside", _desk.Now), Assert.Single(await _desk.UndoAsync(action, _desk.Ann)));
        Assert.Equal(AlertState.Closed, (await _desk.FindAsync("source")).State);
    }

    [Fact]
    public async Task It_is_for_ten_minutes_for_the_one_who_did_it_and_once()
    {
        var id = await _desk.RaiseAsync("mine");
        var action = (await _desk.DoAsync(new AlertVerb.Take(), _desk.Ann, [id])).ActionId;
        var undo = _desk.Get<UndoAlertAction>();

        Assert.IsType<UndoResult.NotFound>(await undo.HandleAsync(action, _desk.Bob, HandlingDesk.Ct));
        Assert.IsType<UndoResult.NotFound>(await undo.HandleAsync(Guid.CreateVersion7(), _desk.Ann, HandlingDesk.Ct));
        _desk.Clock.FastForward(TimeSpan.FromMinutes(10));
        Assert.IsType<AlertOutcome.Done>(Assert.Single(await _desk.UndoAsync(action, _desk.Ann)));
        Assert.Equal(new AlertOutcome.Refused(Refusal.MovedSince, "Ann", _desk.Now), Assert.Single(await _desk.UndoAsync(action, _desk.Ann)));
        _desk.Clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.IsType<UndoResult.TooLate>(await undo.HandleAsync(action, _desk.Ann, HandlingDesk.Ct));
    }

    [Fact]
    public async Task A_note_is_not_undone()
    {
        var id = await _desk.RaiseAsync("note");
        var handled = await _desk.DoAsync(new AlertVerb.Note(), _desk.Ann, [id], "called the carrier");

        Assert.IsType<UndoResult.NotFound>(await _desk.Get<UndoAlertAction>().HandleAsync(handled.ActionId, _desk.Ann, HandlingDesk.Ct));
    }

    [Fact]
    public async Task A_close_is_undone_only_while_the_condition_has_no_newer_alert()
    {
        var first = await _desk.RaiseAsync("quiet");
        var second = await _desk.RaiseAsync("again");
        await _desk.ClearAsync("quiet", "again");
        var action = (await _desk.DoAsync(new AlertVerb.Close(), _desk.Ann, [first, second])).ActionId;
        await _desk.ReportAsync(["again"]);

        var outcomes = await _desk.UndoAsync(action, _desk.Ann);

        Assert.IsType<AlertOutcome.Done>(outcomes[0]);
        Assert.Equal(new AlertOutcome.Refused(Refusal.NewerOpen), outcomes[1]);
        Assert.Equal(AlertState.ReturnedUnacknowledged, (await _desk.FindAsync("quiet")).State);
        Assert.NotEqual(second, (await _desk.FindAsync("again")).Id);
    }

    [Fact]
    public async Task A_close_undone_while_the_condition_is_raised_anew_leaves_one_open_alert()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = $"race{round}";
            var id = await _desk.RaiseAsync(name);
            await _desk.ClearAsync(name);
            var action = (await _desk.DoAsync(new AlertVerb.Close(), _desk.Ann, [id])).ActionId;

            await Task.WhenAll(_desk.UndoAsync(action, _desk.Ann), _desk.ReportAsync([name]));

            var fingerprint = Kernel.Labels.Of(("name", name)).Fingerprint();
            Assert.Equal(1L, await _desk.ScalarAsync<long>($"select count(*) from alerts where fingerprint = '{fingerprint}' and state <> 'Closed'"));
        }
    }

    [Fact]
    public async Task Every_verb_but_notes_and_links_is_taken_back_as_it_was()
    {
        AlertVerb[] verbs =
        [
            new AlertVerb.Acknowledge(AcknowledgementKind.Sticky), new AlertVerb.Unacknowledge(), new AlertVerb.Take(), new AlertVerb.Pool(),
            new AlertVerb.Rerank(AlertSeverity.Critical), new AlertVerb.Shelve(ShelfKind.UntilNextShift), new AlertVerb.Unshelve(), new AlertVerb.Close(),
        ];
        foreach (var verb in verbs)
        {
            var name = verb.Move.ToString();
            var id = await _desk.RaiseAsync(name);
            await PrepareAsync(verb, id);
            var before = await _desk.FindAsync(name);
            var handled = await _desk.DoAsync(verb, _desk.Bob, [id], "because");
            Assert.Equal(1, handled.Done);

            Assert.IsType<AlertOutcome.Done>(Assert.Single(await _desk.UndoAsync(handled.ActionId, _desk.Bob)));

            var after = await _desk.FindAsync(name);
            Assert.Equal(
                (before.Standing, before.Acknowledgement, before.Shelf, before.OwnerId, before.ClearedAt, before.ClosedAt, before.LastNote),
                (after.Standing, after.Acknowledgement, after.Shelf, after.OwnerId, after.ClearedAt, after.ClosedAt, after.LastNote));
        }
    }

    private async Task PrepareAsync(AlertVerb verb, long id)
    {
        AlertVerb? first = verb switch
        {
            AlertVerb.Unacknowledge => new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, _desk.Now.AddHours(1)),
            AlertVerb.Pool or AlertVerb.Take => new AlertVerb.Take(),
            AlertVerb.Unshelve => new AlertVerb.Shelve(ShelfKind.UntilTime, _desk.Now.AddHours(1)),
            _ => null,
        };
        if (first is not null)
        {
            await _desk.DoAsync(first, _desk.Ann, [id], "before");
        }
    }
}
