using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Handling;

public sealed class HandleAlertsTests(PostgresServer server) : IAsyncLifetime
{
    private HandlingDesk _desk = default!;

    private static CancellationToken Ct => HandlingDesk.Ct;

    public async ValueTask InitializeAsync() => _desk = await HandlingDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Of_eight_operators_at_once_one_wins_and_the_others_are_told_who()
    {
        var id = await _desk.RaiseAsync("race");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            _desk.DoAsync(new AlertVerb.Acknowledge(), Actor.InRole(Guid.CreateVersion7(), $"Op{i}", Role.Operator), [id])));

        var outcomes = results.Select(r => Assert.Single(r.Alerts).Outcome).ToList();
        var winner = Assert.Single(outcomes.OfType<AlertOutcome.Done>()).Step.ActorName;
        Assert.Equal(7, outcomes.Count(o => o is AlertOutcome.Refused { Why: Refusal.AlreadyAcknowledged } refused && refused.Who == winner));
        Assert.Equal(AlertTransitionKind.Acknowledged, Assert.Single(await _desk.StepsAsync(id)).Kind);
        Assert.Single(await _desk.TimelineAsync(id), t => t.Kind == "alert.acknowledged");
    }

    [Fact]
    public async Task Two_thousand_alerts_are_acknowledged_with_one_comment_and_undone_together()
    {
        var names = Enumerable.Range(0, 2000).Select(i => $"bulk{i}").ToList();
        await _desk.ReportAsync(names);
        var ids = await IdsAsync();

        var handled = await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, ids, "power works on floor 3");

        Assert.Equal((2000, 2000), (handled.Done, handled.Alerts.Count));
        Assert.Equal(ids, handled.Alerts.Select(a => a.Id));
        Assert.Equal(2000L, await CountAsync("state = 'Acknowledged' and owner_name = 'Ann' and last_note = 'power works on floor 3' and revision = 1"));
        Assert.Equal(2000L, await _desk.ScalarAsync<long>($"select count(*) from alert_changes where kind = 20 and why = 'power works on floor 3' and action_id = '{handled.ActionId}'"));
        Assert.Equal(2000L, await _desk.ScalarAsync<long>("select count(*) from timeline where kind = 'alert.acknowledged' and actor_name = 'Ann'"));

        var undone = await _desk.UndoAsync(handled.ActionId, _desk.Ann);

        Assert.Equal(2000, undone.Count(o => o is AlertOutcome.Done));
        Assert.Equal(2000L, await CountAsync("state = 'Unacknowledged' and owner_name is null and acknowledged_by is null and last_note is null and revision = 2"));
        Assert.Equal(2000L, await _desk.ScalarAsync<long>("select count(*) from timeline where kind = 'alert.undone'"));
        Assert.True(await _desk.ScalarAsync<bool>("select timeline_first_broken() is null"));
    }

    [Fact]
    public async Task Two_operators_with_the_same_alerts_in_opposite_order_wait_for_each_other_and_share_them_out()
    {
        await _desk.ReportAsync(Enumerable.Range(0, 300).Select(i => $"both{i}"));
        var ids = await IdsAsync();

        var results = await Task.WhenAll(
            _desk.DoAsync(new AlertVerb.Take(), _desk.Ann, ids),
            _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Bob, [.. ids.Reverse()]),
            _desk.DoAsync(new AlertVerb.Rerank(AlertSeverity.Warning), _desk.Ann, [.. ids.Reverse()]));

        Assert.All(results, r => Assert.Equal(300, r.Done));
        Assert.Equal(300L, await CountAsync("state = 'Acknowledged' and severity = 'Warning' and owner_name = 'Ann' and acknowledged_by = 'Bob' and revision = 3"));
    }

    [Fact]
    public async Task Each_alert_of_a_selection_answers_for_itself()
    {
        var open = await _desk.RaiseAsync("open");
        var mine = await _desk.RaiseAsync("mine");
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [mine]);
        var gone = await _desk.RaiseAsync("gone");
        await _desk.ClearAsync("gone");

        var handled = await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Bob, [open, mine, open, gone, 999_999]);

        Assert.Equal([open, mine, gone, 999_999], handled.Alerts.Select(a => a.Id));
        Assert.IsType<AlertOutcome.Done>(handled.Alerts[0].Outcome);
        Assert.Equal(new AlertOutcome.Refused(Refusal.AlreadyAcknowledged, "Ann", _desk.Now), handled.Alerts[1].Outcome);
        Assert.Equal(AlertState.Closed, Assert.IsType<AlertOutcome.Done>(handled.Alerts[2].Outcome).Step.After.State);
        Assert.IsType<AlertOutcome.NotFound>(handled.Alerts[3].Outcome);
    }

    [Fact]
    public async Task An_order_for_a_version_that_is_not_the_newest_is_refused()
    {
        var id = await _desk.RaiseAsync("version");
        var read = (await _desk.FindAsync("version")).Version;
        await _desk.DoAsync(new AlertVerb.Take(), _desk.Bob, [id]);

        var late = await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder([id], new AlertVerb.Acknowledge()) { Version = read }, _desk.Ann, Ct);
        var fresh = await _desk.Get<HandleAlerts>().HandleAsync(
            new AlertOrder([id], new AlertVerb.Acknowledge()) { Version = (await _desk.FindAsync("version")).Version }, _desk.Ann, Ct);

        Assert.Equal(new AlertOutcome.Refused(Refusal.OtherVersion), Assert.IsType<HandleResult.Handled>(late).Alerts[0].Outcome);
        Assert.Equal(1, Assert.IsType<HandleResult.Handled>(fresh).Done);
    }

    [Fact]
    public async Task A_note_and_a_link_are_kept_whole()
    {
        var id = await _desk.RaiseAsync("note");
        var text = $"first line\n{new string('n', 3900)} <script>alert(1)</script>";

        await _desk.DoAsync(new AlertVerb.Note(), _desk.Ann, [id], text);
        await _desk.DoAsync(new AlertVerb.Link("INC-1", "https://tickets.example/INC-1"), _desk.Ann, [id]);
        var again = await _desk.DoAsync(new AlertVerb.Link("other words", "https://tickets.example/INC-1"), _desk.Ann, [id]);

        var alert = await _desk.FindAsync("note");
        Assert.Equal(text, (await _desk.StepsAsync(id))[0].Why);
        Assert.Equal(text, (await _desk.TimelineAsync(id)).Single(t => t.Kind == "alert.noted").Why);
        Assert.Equal(300, alert.LastNote!.Length);
        Assert.Equal([new AlertLink("INC-1", "https://tickets.example/INC-1")], alert.Links);
        Assert.Equal(new AlertOutcome.Refused(Refusal.SameLink), again.Alerts[0].Outcome);
    }

    [Fact]
    public async Task Giving_goes_only_to_accounts_that_may_handle_alerts()
    {
        var id = await _desk.RaiseAsync("give");
        var bob = await AccountAsync("bob", Role.Operator);
        var vic = await AccountAsync("vic", Role.Viewer);
        var off = await AccountAsync("off", Role.Operator, disabled: true);

        var handled = await _desk.DoAsync(new AlertVerb.Give(bob), _desk.Ann, [id], "your router");

        Assert.Equal("bob", Assert.IsType<AlertOutcome.Done>(handled.Alerts[0].Outcome).Step.After.Owner);
        Assert.Equal((bob, "bob"), ((await _desk.FindAsync("give")).OwnerId!.Value, (await _desk.FindAsync("give")).OwnerName));
        foreach (var wrong in (Guid[])[vic, off, Guid.CreateVersion7()])
        {
            Assert.Equal("accountId", (await InvalidAsync(new AlertVerb.Give(wrong), null, id)).Field);
        }

        Assert.Equal(["bob"], (await _desk.Get<IColleagueList>().HoldingAsync(Permissions.HandleAlerts, _desk.Ann, Ct)).Select(c => c.Name));
    }

    public static TheoryData<string, AlertVerb, string?> Nonsense => new()
    {
        { "comment", new AlertVerb.Note(), null },
        { "comment", new AlertVerb.Note(), " \0 " },
        { "comment", new AlertVerb.Note(), new string('x', 4001) },
        { "comment", new AlertVerb.Shelve(ShelfKind.UntilClear), "  " },
        { "until", new AlertVerb.Shelve(ShelfKind.UntilTime), "why" },
        { "until", new AlertVerb.Shelve(ShelfKind.UntilTime, new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)), "why" },
        { "until", new AlertVerb.Shelve(ShelfKind.UntilTime, new DateTimeOffset(2026, 2, 5, 8, 0, 0, TimeSpan.Zero)), "why" },
        { "until", new AlertVerb.Shelve(ShelfKind.UntilClear, new DateTimeOffset(2026, 1, 6, 8, 0, 0, TimeSpan.Zero)), "why" },
        { "until", new AlertVerb.Acknowledge(AcknowledgementKind.Expiring), null },
        { "until", new AlertVerb.Acknowledge(AcknowledgementKind.Sticky, new DateTimeOffset(2026, 1, 6, 8, 0, 0, TimeSpan.Zero)), null },
        { "href", new AlertVerb.Link("x", "javascript:alert(1)"), null },
        { "href", new AlertVerb.Link("x", "/relative"), null },
        { "href", new AlertVerb.Link("x", "https://name:secret@host/"), null },
        { "href", new AlertVerb.Link("x", $"https://host/{new string('x', 2000)}"), null },
        { "text", new AlertVerb.Link("", "https://host/"), null },
        { "text", new AlertVerb.Link("a\nb", "https://host/"), null },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task An_order_that_makes_no_sense_is_refused_whole(string field, AlertVerb verb, string? comment)
    {
        var id = await _desk.RaiseAsync("nonsense");

        var invalid = await InvalidAsync(verb, comment, id);

        Assert.Equal(field, invalid.Field);
        Assert.Empty(await _desk.StepsAsync(id));
    }

    [Fact]
    public async Task Too_many_or_no_alerts_are_refused()
    {
        Assert.Equal("ids", (await InvalidAsync(new AlertVerb.Take(), null)).Field);
        Assert.Equal("ids", (await InvalidAsync(new AlertVerb.Take(), null, [.. Enumerable.Range(1, 10_001).Select(i => (long)i)])).Field);
    }

    [Fact]
    public async Task What_the_database_cannot_store_is_taken_out_of_a_comment()
    {
        var id = await _desk.RaiseAsync("nul");

        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [id], "a\0b");

        Assert.Equal("a b", (await _desk.StepsAsync(id))[0].Why);
    }

    [Fact]
    public async Task Without_the_permission_nothing_happens()
    {
        var id = await _desk.RaiseAsync("denied");
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.DoAsync(new AlertVerb.Acknowledge(), viewer, [id]));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.UndoAsync(Guid.CreateVersion7(), viewer));

        Assert.Empty(await _desk.StepsAsync(id));
    }

    private async Task<HandleResult.Invalid> InvalidAsync(AlertVerb verb, string? comment, params long[] ids) =>
        Assert.IsType<HandleResult.Invalid>(await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder(ids, verb, comment), _desk.Ann, Ct));

    private async Task<long[]> IdsAsync()
    {
        await using var db = await _desk.Database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().OrderBy(a => a.Id).Select(a => a.Id).ToArrayAsync(Ct);
    }

    private Task<long> CountAsync(string where) => _desk.ScalarAsync<long>($"select count(*) from alerts where {where}");

    private async Task<Guid> AccountAsync(string name, Role role, bool disabled = false)
    {
        var account = Account.Create(AccountName.Parse(name)!, role, _desk.Now);
        account.DisabledAt = disabled ? _desk.Now : null;
        await using var db = await _desk.Database.Contexts.CreateDbContextAsync(Ct);
        db.Add(account);
        await db.SaveChangesAsync(Ct);
        return account.Id;
    }
}
