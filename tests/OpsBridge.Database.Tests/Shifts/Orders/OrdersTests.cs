using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using BusyDesk = OpsBridge.Shifts.LogBook.WatchedDesk;

namespace OpsBridge.Shifts.Orders;

public sealed class OrdersTests(PostgresServer server) : IAsyncLifetime
{
    private BusyDesk _desk = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await BusyDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_order_is_confirmed_by_name_and_a_new_version_must_be_confirmed_again()
    {
        var id = await IssueAsync("Do not reboot db-2");
        Assert.Equal(["ann", "bob", "sue"], (await RowAsync(id)).Missing);
        Assert.IsType<ConfirmOrderResult.Done>(await ConfirmAsync(id, 1, _desk.Ann));
        Assert.IsType<ConfirmOrderResult.AlreadyConfirmed>(await ConfirmAsync(id, 1, _desk.Ann));
        Assert.Equal((true, "bob, sue"), await RowAsync(id) is { } row ? (row.ConfirmedAt is not null, string.Join(", ", row.Missing)) : default);

        Assert.IsType<SaveOrderResult.Done>(await SaveAsync(id, 1, Details("Do not reboot db-2 and db-3")));
        Assert.True((await RowAsync(id)).ToConfirm);
        Assert.Equal(2, Assert.IsType<ConfirmOrderResult.Newer>(await ConfirmAsync(id, 1, _desk.Ann)).Number);
        Assert.Equal(["Do not reboot db-2 and db-3", "Do not reboot db-2"], (await _desk.Get<IStandingOrders>().VersionsAsync(id, _desk.Ann, Ct)).Select(v => v.Title));
        Assert.Equal(["order.issued by sue", "order.confirmed by ann", "order.changed by sue"], await _desk.TimelineAsync("order"));
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stored_and_the_other_told_who_was_first()
    {
        var id = await IssueAsync("first");
        var results = await Task.WhenAll(SaveAsync(id, 1, Details("a")), SaveAsync(id, 1, Details("b")));

        Assert.Single(results.OfType<SaveOrderResult.Done>());
        Assert.Equal("sue", Assert.Single(results.OfType<SaveOrderResult.Stale>()).By);
    }

    [Fact]
    public async Task Only_supervisors_issue_only_what_is_valid_and_what_is_withdrawn_is_confirmed_by_nobody()
    {
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.Get<SaveOrder>().HandleAsync(null, 0, Details("x"), _desk.Ann, Ct));
        var errors = Assert.IsType<SaveOrderResult.Invalid>(await SaveAsync(null, 0, Details(" ") with { Text = "\0", Until = _desk.Now.AddDays(-1), Roles = [Role.Viewer] })).Errors;
        Assert.Equal(["Roles", "Text", "Title", "Until"], errors.Keys.Order(StringComparer.Ordinal));
        var id = await IssueAsync("gone soon");
        Assert.IsType<WithdrawOrderResult.Done>(await _desk.Get<WithdrawOrder>().HandleAsync(id, null, _desk.Sue, Ct));
        Assert.IsType<WithdrawOrderResult.AlreadyWithdrawn>(await _desk.Get<WithdrawOrder>().HandleAsync(id, null, _desk.Sue, Ct));
        Assert.IsType<ConfirmOrderResult.Withdrawn>(await ConfirmAsync(id, 1, _desk.Ann));
        Assert.IsType<SaveOrderResult.Withdrawn>(await SaveAsync(id, 1, Details("again")));
        Assert.Empty(await UnmetAsync(_desk.Ann));
    }

    [Theory]
    [InlineData("update standing_order_versions set text = 'x'")]
    [InlineData("delete from standing_order_confirmations")]
    [InlineData("delete from standing_orders")]
    public async Task What_was_issued_and_confirmed_cannot_be_changed_in_the_database(string sql)
    {
        await ConfirmAsync(await IssueAsync("kept"), 1, _desk.Ann);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => _desk.SqlAsync(sql))).SqlState);
    }

    [Fact]
    public async Task Before_a_watch_required_orders_of_ones_role_and_desk_that_hold_now_are_asked_for()
    {
        var required = await IssueAsync("required");
        await IssueAsync("for information", d => d with { Required = false });
        await IssueAsync("to come", d => d with { From = _desk.Now.AddHours(1) });
        await IssueAsync("for supervisors", d => d with { Roles = [Role.Supervisor] });

        Assert.Equal(["Read and confirm the standing order “required” (/orders)."], await UnmetAsync(_desk.Ann));
        Assert.Equal(await UnmetAsync(_desk.Ann), Assert.IsType<TakeWatchResult.NotYet>(await _desk.Get<TakeWatch>().HandleAsync(_desk.Desk, _desk.Ann, Ct)).What);
        await ConfirmAsync(required, 1, _desk.Ann);
        Assert.Empty(await UnmetAsync(_desk.Ann));
        Assert.IsType<TakeWatchResult.Done>(await _desk.Get<TakeWatch>().HandleAsync(_desk.Desk, _desk.Ann, Ct));
    }

    [Fact]
    public async Task A_handover_is_told_what_is_new_what_ends_and_who_has_not_read_it()
    {
        var read = await IssueAsync("read by all", d => d with { From = _desk.Now.AddDays(-9) });
        foreach (var who in new[] { _desk.Ann, _desk.Bob, _desk.Sue })
        {
            await ConfirmAsync(read, 1, who);
        }

        await IssueAsync("ends soon", d => d with { Until = _desk.Late.EndsAt.AddHours(-1), Required = false });
        var span = new HandoverSpan(_desk.Desk, _desk.Early.StartsAt, _desk.Early.EndsAt, _desk.Late.EndsAt);
        await using var db = await _desk.ContextAsync();
        var facts = await new OrderFacts().ReadAsync(db, span, _desk.Now, Ct);
        var later = await new OrderFacts().ReadAsync(db, span with { From = _desk.Now.AddMilliseconds(1) }, _desk.Now, Ct);

        Assert.Equal(["ends soon: new; ends in the next shift", "read by all: new"], facts.Facts.Select(f => $"{f.Title}: {f.Detail}").Order(StringComparer.Ordinal));
        Assert.Equal(["ends soon"], later.Facts.Select(f => f.Title)); // what goes on as before and is read by all is no news
    }

    [Fact]
    public async Task After_more_than_one_shift_away_the_digest_comes_first_and_each_thing_is_in_it_once()
    {
        await _desk.StandAsync(_desk.Ann, _desk.Early, holds: true, handedOver: _desk.Early.StartsAt.AddMinutes(1));
        await _desk.StoreAsync(Shift.Plan(_desk.Desk, "Night", new DateOnly(2026, 1, 15), _desk.Late.EndsAt, _desk.Late.EndsAt.AddHours(8)));
        await IssueAsync("new order", d => d with { Required = false });
        await _desk.WriteAsync("Carrier works on the fibre", d => d with { Kind = LogEntryKind.Ongoing }, _desk.Bob);
        await _desk.TellAsync("silence.created", "silenced a");
        await _desk.TellAsync("silence.expired", "ended the silence a");
        _desk.At(22, 0);
        Assert.Empty(await UnmetAsync(_desk.Ann)); // one shift went by entirely
        _desk.Clock.FastForward(TimeSpan.FromHours(8));
        Assert.Contains("since you last stood watch", Assert.Single(await UnmetAsync(_desk.Ann)), StringComparison.Ordinal);
        Assert.Empty(await UnmetAsync(_desk.Bob)); // never stood watch here

        var view = (await _desk.Get<IWatchDigest>().ReadAsync(_desk.Desk, _desk.Ann, Ct))!;
        Assert.Equal(["Standing orders: 1", "New long-runners: 1", "Silences: 1"], view.Sections.Select(s => $"{s.Title}: {s.Total}"));
        Assert.Equal(("ann ended the silence a", 2), (view.Sections[2].Items[0].Text, view.Sections[2].Items[0].Times));
        Assert.True(view.MustConfirm);
        Assert.IsType<ConfirmDigestResult.Outdated>(await _desk.Get<ConfirmDigest>().HandleAsync(_desk.Desk, _desk.Now.AddHours(-3), _desk.Ann, Ct));
        Assert.IsType<ConfirmDigestResult.Done>(await _desk.Get<ConfirmDigest>().HandleAsync(_desk.Desk, view.Until, _desk.Ann, Ct));
        Assert.Empty(await UnmetAsync(_desk.Ann));
    }

    private OrderDetails Details(string title) => new(title, "until further notice", true, _desk.Now.AddHours(-1), null);

    private async Task<Guid> IssueAsync(string title, Func<OrderDetails, OrderDetails>? with = null) =>
        Assert.IsType<SaveOrderResult.Done>(await SaveAsync(null, 0, with is null ? Details(title) : with(Details(title)))).Id;

    private Task<SaveOrderResult> SaveAsync(Guid? id, int seen, OrderDetails details) => _desk.Get<SaveOrder>().HandleAsync(id, seen, details, _desk.Sue, Ct);

    private Task<ConfirmOrderResult> ConfirmAsync(Guid id, int seen, Actor who) => _desk.Get<ConfirmOrder>().HandleAsync(id, seen, who, Ct);

    private async Task<OrderRow> RowAsync(Guid id) => (await _desk.Get<IStandingOrders>().ReadAsync(_desk.Ann, Ct)).Single(o => o.Id == id);

    private async Task<IReadOnlyList<string>> UnmetAsync(Actor who)
    {
        await using var db = await _desk.ContextAsync();
        return await _desk.Get<IWatchPreconditions>().UnmetAsync(db, _desk.Desk, who, Ct);
    }
}
