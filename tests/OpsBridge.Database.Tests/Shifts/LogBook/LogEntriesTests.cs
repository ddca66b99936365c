using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.LogBook.WatchedDesk;

namespace OpsBridge.Shifts.LogBook;

public sealed class LogEntriesTests(PostgresServer server) : IAsyncLifetime
{
    private WatchedDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await WatchedDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_entry_belongs_to_the_only_desk_and_to_the_shift_of_its_event()
    {
        var id = await _desk.WriteAsync("Carrier called", d => d with { Tags = [" Carrier ", "carrier"] });
        var entry = await _desk.FindAsync(id);

        Assert.Equal(("Main", "Early", false, "ann"), (entry.DeskName, entry.ShiftName, entry.Row.Late, entry.Row.Who));
        Assert.Equal(["carrier"], entry.Row.Tags);
        Assert.Equal(_desk.Early.EndsAt, entry.LocksAt);
        Assert.Equal(["log.written by ann"], await _desk.TimelineAsync("log"));
    }

    [Fact]
    public async Task An_event_a_millisecond_before_the_end_and_one_a_millisecond_after_are_in_different_shifts_each_once()
    {
        _desk.At(14, 0, 1);
        var before = await _desk.WriteAsync("before", d => d with { EventAt = _desk.Early.EndsAt.AddMilliseconds(-1) });
        var at = await _desk.WriteAsync("at", d => d with { EventAt = _desk.Early.EndsAt });
        var after = await _desk.WriteAsync("after", d => d with { EventAt = _desk.Early.EndsAt.AddMilliseconds(1) });

        Assert.Equal(["before"], await _desk.TextsAsync(new LogFilter { ShiftId = _desk.Early.Id }));
        Assert.Equal(["after", "at"], await _desk.TextsAsync(new LogFilter { ShiftId = _desk.Late.Id }));
        Assert.Equal(("Early", "Late", "Late"), ((await _desk.FindAsync(before)).ShiftName, (await _desk.FindAsync(at)).ShiftName, (await _desk.FindAsync(after)).ShiftName));
    }

    [Theory]
    [InlineData(15, 0, false)]
    [InlineData(15, 1, true)]
    public async Task An_entry_more_than_a_quarter_of_an_hour_after_its_event_is_late(int minutes, int milliseconds, bool late)
    {
        var at = _desk.Now.AddMinutes(-minutes).AddMilliseconds(-milliseconds);
        var entry = await _desk.FindAsync(await _desk.WriteAsync("seen on the way in", d => d with { EventAt = at }));

        Assert.Equal((late, at, _desk.Now), (entry.Row.Late, entry.Row.At, entry.Row.EnteredAt!.Value));
    }

    [Fact]
    public async Task An_entry_about_a_shift_that_is_over_is_late_however_soon_it_comes()
    {
        _desk.At(14, 0, 1);
        Assert.True((await _desk.FindAsync(await _desk.WriteAsync("a second ago", d => d with { EventAt = _desk.Early.EndsAt.AddMilliseconds(-1) }))).Row.Late);
        Assert.False((await _desk.FindAsync(await _desk.WriteAsync("now"))).Row.Late);
    }

    [Fact]
    public async Task A_correction_is_a_new_version_and_the_original_is_kept()
    {
        var id = await _desk.WriteAsync("pool has 6 members");
        Assert.IsType<CorrectLogEntryResult.Done>(await CorrectAsync(id, 1, "pool has 4 members", "miscounted"));
        var entry = await _desk.FindAsync(id);

        Assert.Equal(("pool has 4 members", 2), (entry.Row.Text, entry.Row.Versions));
        Assert.Equal([(2, "pool has 4 members", "miscounted"), (1, "pool has 6 members", null)], entry.Versions.Select(v => (v.Number, v.Text, v.Why)));
        Assert.Equal(["log.written by ann", "log.corrected by ann"], await _desk.TimelineAsync("log"));
        Assert.Equal([], await _desk.TextsAsync(new LogFilter { Text = "6" }));
    }

    [Fact]
    public async Task Of_two_corrections_at_once_one_is_stored_and_the_other_is_told_what_it_says_now()
    {
        var id = await _desk.WriteAsync("first");
        var results = await Task.WhenAll(CorrectAsync(id, 1, "by ann"), CorrectAsync(id, 1, "by sue", by: _desk.Sue));

        var done = Assert.Single(results.OfType<CorrectLogEntryResult.Done>());
        var stale = Assert.Single(results.OfType<CorrectLogEntryResult.Stale>());
        var entry = await _desk.FindAsync(id);
        Assert.Equal((2, 2, 2), (done.Number, stale.Number, entry.Versions.Count));
        Assert.Equal(stale.Text, entry.Row.Text);
    }

    [Fact]
    public async Task A_log_entry_can_be_corrected_until_its_shift_ends_and_not_a_moment_longer()
    {
        var id = await _desk.WriteAsync("as it was");
        _desk.At(14, 0, -1);
        Assert.IsType<CorrectLogEntryResult.Done>(await CorrectAsync(id, 1, "as it is"));
        _desk.At(14, 0);
        Assert.Equal(_desk.Early.EndsAt, Assert.IsType<CorrectLogEntryResult.Locked>(await CorrectAsync(id, 2, "too late")).Since);
    }

    [Fact]
    public async Task A_handover_before_the_end_locks_the_entries_of_its_shift_and_no_others()
    {
        var id = await _desk.WriteAsync("as it was");
        var ongoing = await _desk.WriteAsync("goes on", d => d with { Kind = LogEntryKind.Ongoing });
        await _desk.StandAsync(_desk.Ann, _desk.Early, holds: true, handedOver: _desk.Now.AddMinutes(50));
        _desk.At(12, 50);

        Assert.Equal(_desk.Now, Assert.IsType<CorrectLogEntryResult.Locked>(await CorrectAsync(id, 1, "too late")).Since);
        Assert.IsType<CorrectLogEntryResult.Done>(await CorrectAsync(ongoing, 1, "goes on still"));
    }

    [Fact]
    public async Task Others_answer_instead_of_correcting_and_an_answer_to_an_answer_joins_the_thread()
    {
        var id = await _desk.WriteAsync("Disk of db-1 swapped", d => d with { Kind = LogEntryKind.Case });
        Assert.Equal("ann", Assert.IsType<CorrectLogEntryResult.NotYours>(await CorrectAsync(id, 1, "mine", by: _desk.Bob)).Author);

        var answer = await _desk.WriteAsync("Rebuild at 40 %", d => d with { ReplyToId = id }, _desk.Bob);
        _desk.At(12, 5);
        await _desk.WriteAsync("Rebuild done", d => d with { ReplyToId = answer });

        var thread = await _desk.FindAsync(id);
        Assert.Equal(["Rebuild at 40 %", "Rebuild done"], thread.Replies.Select(r => r.Text));
        Assert.Equal(2, thread.Row.Replies);
    }

    [Fact]
    public async Task An_ongoing_entry_is_carried_until_it_is_closed_with_a_word_and_takes_no_answer_afterwards()
    {
        var id = await _desk.WriteAsync("Carrier tests the fibre at 15:00", d => d with { Kind = LogEntryKind.Ongoing });
        Assert.IsType<CloseLogEntryResult.Invalid>(await CloseAsync(id, " "));
        _desk.At(15, 30);
        Assert.Equal(1, await _desk.Book.CountAsync(new LogFilter { OpenOnly = true }, _desk.Bob, Ct));
        Assert.IsType<CloseLogEntryResult.Done>(await CloseAsync(id, "Fibre is fine", _desk.Bob));

        Assert.Equal("bob", Assert.IsType<CloseLogEntryResult.AlreadyClosed>(await CloseAsync(id, "again")).By);
        Assert.Equal(("bob", "Fibre is fine"), await _desk.FindAsync(id) is { } e ? (e.ClosedBy, e.ClosingWord) : default);
        Assert.Contains("bob has closed it", (await _desk.RefusedAsync(new LogEntryDetails("late") { ReplyToId = id }))["ReplyToId"], StringComparison.Ordinal);
        Assert.Equal(0, await _desk.Book.CountAsync(new LogFilter { OpenOnly = true }, _desk.Bob, Ct));
        Assert.IsType<CloseLogEntryResult.Invalid>(await CloseAsync(await _desk.WriteAsync("plain"), "x"));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field_and_nothing_is_stored()
    {
        Assert.Equal(["Text"], (await _desk.RefusedAsync(new LogEntryDetails("\0"))).Keys);
        Assert.Equal(["Text"], (await _desk.RefusedAsync(new LogEntryDetails(new string('x', 10_001)))).Keys);
        Assert.Equal(["EventAt"], (await _desk.RefusedAsync(new LogEntryDetails("x") { EventAt = _desk.Now.AddMinutes(2) })).Keys);
        Assert.Equal(["EventAt"], (await _desk.RefusedAsync(new LogEntryDetails("x") { EventAt = _desk.Now.AddDays(-32) })).Keys);
        Assert.Equal(["DeskId"], (await _desk.RefusedAsync(new LogEntryDetails("x") { DeskId = Guid.CreateVersion7() })).Keys);
        Assert.Equal(["AssetIds"], (await _desk.RefusedAsync(new LogEntryDetails("x") { AssetIds = [Guid.CreateVersion7()] })).Keys);
        Assert.Equal(["ReplyToId"], (await _desk.RefusedAsync(new LogEntryDetails("x") { ReplyToId = Guid.CreateVersion7() })).Keys);
        Assert.Equal(["Pin"], (await _desk.RefusedAsync(new LogEntryDetails("x") { Pin = new PinWish("alert", "4711") })).Keys);
        Assert.Equal(["Pin"], (await _desk.RefusedAsync(new LogEntryDetails("x") { Pin = new PinWish("moon", "1") })).Keys);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.WriteAsync("x", by: Viewer));
        Assert.Equal([], await _desk.TextsAsync(new LogFilter()));
    }

    [Theory]
    [InlineData("update log_entries set event_at = event_at - interval '1 hour'")]
    [InlineData("update log_entries set author_name = 'somebody else'")]
    [InlineData("update log_entries set text = 'smoothed over'")]
    [InlineData("update log_entries set text = 'smoothed over', versions = versions + 1")]
    [InlineData("delete from log_entries")]
    [InlineData("truncate log_entries cascade")]
    [InlineData("update log_versions set text = 'smoothed over'")]
    [InlineData("delete from log_versions")]
    public async Task The_database_refuses_to_change_what_was_written(string sql)
    {
        await _desk.WriteAsync("as it was");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => _desk.SqlAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(["as it was"], await _desk.TextsAsync(new LogFilter()));
    }

    [Fact]
    public async Task What_is_open_is_told_to_the_handover_and_moves_with_the_watch()
    {
        var mine = await _desk.WriteAsync("Carrier tests at 15:00", d => d with { Kind = LogEntryKind.Ongoing });
        _desk.Clock.FastForward(TimeSpan.FromSeconds(1)); // the older comes first
        var other = await _desk.WriteAsync("Bob's case", d => d with { Kind = LogEntryKind.Case }, _desk.Bob);
        await _desk.WriteAsync("just a note");
        var open = _desk.Get<OpenEntries>();
        await using var db = await _desk.ContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);

        var facts = await open.ReadAsync(db, new HandoverSpan(_desk.Desk, _desk.Early.StartsAt, _desk.Early.EndsAt, _desk.Late.EndsAt), _desk.Now, Ct);
        var owned = await open.OwnedByAsync(db, [_desk.Ann.Id!.Value], lockThem: true, Ct);
        await open.MoveAsync(db, [new Transfer(owned[0].Key, TransferTo.Person, _desk.Sue.Id, "sue")], _desk.Bob, _desk.Now, Ct);
        await transaction.CommitAsync(Ct);

        Assert.Equal(["Carrier tests at 15:00", "Bob's case"], facts.Facts.Select(f => f.Title));
        Assert.Equal([mine.ToString()], owned.Select(b => b.Key));
        Assert.Equal(("sue", "bob"), ((await _desk.FindAsync(mine)).Row.OwnerName, (await _desk.FindAsync(other)).Row.OwnerName));
        Assert.IsType<TakeLogEntryResult.Done>(await _desk.Get<TakeLogEntry>().HandleAsync(mine, _desk.Bob, Ct));
        Assert.Equal("log.given by bob", (await _desk.TimelineAsync("log"))[^2]);
    }

    private Task<CorrectLogEntryResult> CorrectAsync(Guid id, int seen, string text, string? why = null, Actor? by = null) =>
        _desk.Get<CorrectLogEntry>().HandleAsync(id, seen, text, why, by ?? _desk.Ann, Ct);

    private Task<CloseLogEntryResult> CloseAsync(Guid id, string word, Actor? by = null) => _desk.Get<CloseLogEntry>().HandleAsync(id, word, by ?? _desk.Ann, Ct);
}
