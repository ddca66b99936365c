using System.Text;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Maintenance;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;
using static OpsBridge.Shifts.LogBook.WatchedDesk;

namespace OpsBridge.Shifts.LogBook;

public sealed class LogBookTests(PostgresServer server) : IAsyncLifetime
{
    private WatchedDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await WatchedDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task What_slices_do_is_there_by_itself_between_what_people_wrote_and_each_thing_is_there_once()
    {
        var alert = await _desk.RaiseAsync("db-1");
        _desk.At(12, 1);
        await _desk.WriteAsync("Called the storage team");
        _desk.At(12, 2);
        await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder([alert], new AlertVerb.Acknowledge(), "on it"), _desk.Ann, Ct);
        _desk.At(12, 3);
        await _desk.Get<SaveSilence>().HandleAsync(null, new SilenceDetails(MatcherSet.Parse("asset=\"db-1\"").Set!.Matchers, _desk.Now, _desk.Now.AddHours(1), "patching"), _desk.Bob, Ct);
        _desk.At(12, 4);
        await _desk.TellAsync("watch.taken", "took the watch");
        await _desk.TellAsync("source.reported", "1,000 events");

        var rows = (await _desk.Book.PageAsync(new LogFilter(), null, 100, _desk.Ann, Ct)).Items;

        Assert.Equal(["took the watch", "silenced asset=\"db-1\"", "acknowledged: db-1 is down", "Called the storage team"], rows.Select(r => r.Text));
        Assert.Equal([true, true, true, false], rows.Select(r => r.Automatic));
        Assert.Equal(("on it", $"/alerts/{alert}"), (rows[2].Why, rows[2].Href));
    }

    [Fact]
    public async Task Automatic_entries_of_a_slice_are_for_those_who_may_see_it()
    {
        var alert = await _desk.RaiseAsync("db-1");
        await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder([alert], new AlertVerb.Acknowledge(), null), _desk.Ann, Ct);
        await _desk.TellAsync("watch.taken", "took the watch");
        var roster = Actor.Internal("roster", Permissions.ViewShifts);

        Assert.Equal(["took the watch"], (await _desk.Book.PageAsync(new LogFilter(), null, 10, roster, Ct)).Items.Select(r => r.Text));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.Book.PageAsync(new LogFilter(), null, 10, Actor.Internal("nobody"), Ct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Page_by_page_every_entry_is_read_exactly_once_also_where_moments_are_equal(int size)
    {
        for (var i = 0; i < 12; i++)
        {
            await _desk.WriteAsync($"written {i}");
            await _desk.TellAsync("watch.taken", $"automatic {i}");
            if (i % 4 == 3)
            {
                _desk.Clock.FastForward(TimeSpan.FromSeconds(1));
            }
        }

        var (read, place) = (new List<LogRow>(), (string?)null);
        do
        {
            var page = await _desk.Book.PageAsync(new LogFilter(), place, size, _desk.Ann, Ct);
            read.AddRange(page.Items);
            place = page.Next;
        }
        while (place is not null);

        Assert.Equal(24, read.Count);
        Assert.Equal(24, read.DistinctBy(r => r.Key).Count());
        Assert.Equal(read.OrderByDescending(r => r.At).Select(r => r.At), read.Select(r => r.At));
        Assert.Equal(24, await _desk.Book.CountAsync(new LogFilter(), _desk.Ann, Ct));
    }

    [Fact]
    public async Task Each_condition_narrows_the_list()
    {
        var asset = await _desk.AssetAsync("db-1");
        await _desk.WriteAsync("about the asset", d => d with { AssetIds = [asset], Tags = ["storage"] });
        await _desk.WriteAsync("about the alert", d => d with { AlertId = 42, Kind = LogEntryKind.Case }, _desk.Bob);
        await _desk.TellAsync("watch.taken", "took the watch", _desk.Bob);

        Assert.Equal(["about the asset"], await _desk.TextsAsync(new LogFilter { AssetId = asset, Origin = LogOrigin.Manual }));
        Assert.Equal(["about the alert"], await _desk.TextsAsync(new LogFilter { AlertId = 42 }));
        Assert.Equal(["about the asset"], await _desk.TextsAsync(new LogFilter { Tag = "storage" }));
        Assert.Equal(["about the alert"], await _desk.TextsAsync(new LogFilter { Kind = LogEntryKind.Case }));
        Assert.Equal(["about the alert", "took the watch"], await _desk.TextsAsync(new LogFilter { Author = "bob" }));
        Assert.Equal(["took the watch"], await _desk.TextsAsync(new LogFilter { Origin = LogOrigin.Automatic, Author = "bob" }));
        Assert.Equal([], await _desk.TextsAsync(new LogFilter { Until = _desk.Now, Origin = LogOrigin.Manual }));
        Assert.Equal([], await _desk.TextsAsync(new LogFilter { ShiftId = Guid.CreateVersion7() }));
        Assert.Equal("db-1", (await _desk.Book.PageAsync(new LogFilter { Tag = "storage" }, null, 10, _desk.Ann, Ct)).Items[0].Assets[0].Name);
    }

    [Theory]
    [InlineData("carri", true)]
    [InlineData("FIBRE carrier", true)]
    [InlineData("db-01", true)]
    [InlineData("store 0871 lte", true)]
    [InlineData("carrier plumber", false)]
    [InlineData("' or 1=1 --", false)]
    [InlineData("!!! & | ( ) :* <->", true)]
    [InlineData("carrier & !fibre", true)]
    [InlineData("é😀\0\\'", false)]
    public async Task Words_are_found_by_their_beginnings_and_no_text_is_a_query_of_its_own(string text, bool found)
    {
        await _desk.WriteAsync("Carrier will test the fibre of inv-db-01 and store-0871-lte at 15:00");

        Assert.Equal(found ? 1 : 0, (await _desk.TextsAsync(new LogFilter { Text = text })).Count);
    }

    [Fact]
    public async Task Words_are_found_in_automatic_entries_too()
    {
        await _desk.TellAsync("watch.taken", "took the watch of Main");
        await _desk.TellAsync("watch.left", "left");

        Assert.Equal(["took the watch of Main"], await _desk.TextsAsync(new LogFilter { Text = "WATCH main" }));
    }

    [Fact]
    public async Task A_pinned_alert_stays_as_it_was_whatever_becomes_of_it()
    {
        var asset = await _desk.AssetAsync("db-1");
        var alert = await _desk.RaiseAsync("db-1", asset);
        var id = await _desk.WriteAsync("this one again", d => d with { Pin = new PinWish("alert", $"{alert}"), AlertId = alert });
        await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder([alert], new AlertVerb.Take(), null), _desk.Bob, Ct);
        await _desk.Get<HandleAlerts>().HandleAsync(new AlertOrder([alert], new AlertVerb.Close(), null), _desk.Bob, Ct);

        var entry = await _desk.FindAsync(id);

        Assert.Equal(("db-1 is down", $"/alerts/{alert}", "Major"), (entry.Pin!.Title, entry.Pin.Href, entry.Pin.Severity));
        Assert.Contains(new PinFact("State", nameof(AlertState.Unacknowledged)), entry.Pin.Facts);
        Assert.Contains(new PinFact("Owner", "nobody"), entry.Pin.Facts);
        Assert.Equal("db-1", Assert.Single(entry.Row.Assets).Name);
        Assert.Equal("db-1 is down", entry.Row.Pinned);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.WriteAsync("x", d => d with { Pin = new PinWish("alert", $"{alert}") }, Actor.Internal("k", Permissions.StandWatch)));
    }

    [Fact]
    public async Task An_automatic_entry_is_of_the_desk_where_it_can_be_known_and_of_all_desks_otherwise()
    {
        var field = Desk.Create(new DeskDetails("Field", "UTC", 1, 0, 0), _desk.Now);
        await _desk.StoreAsync(field, WatchSpell.Begin(field.Id, null, _desk.Bob, holds: true, _desk.Now.AddHours(-1)));
        await _desk.StandAsync(_desk.Ann, _desk.Early, holds: true);
        await _desk.TellAsync("alert.acknowledged", "acknowledged by ann", _desk.Ann);
        await _desk.TellAsync("alert.acknowledged", "acknowledged by bob", _desk.Bob);
        await _desk.TellAsync("alert.acknowledged", "acknowledged by sue", _desk.Sue); // who stands no watch
        await _desk.StoreAsync(
            TimelineEntry.Record(_desk.Now, _desk.Sue, new Happening("watch.ended", field.Id.ToString(), "watch of Field")),
            TimelineEntry.Record(_desk.Now, _desk.Sue, new Happening("watch.ended", _desk.Desk.ToString(), "watch of Main")));

        Assert.Equal(["watch of Main", "acknowledged by sue", "acknowledged by ann"], await _desk.TextsAsync(new LogFilter { DeskId = _desk.Desk }));
        Assert.Equal(["watch of Field", "acknowledged by sue", "acknowledged by bob"], await _desk.TextsAsync(new LogFilter { DeskId = field.Id }));
        Assert.Equal(3, await _desk.Book.CountAsync(new LogFilter { DeskId = field.Id }, _desk.Ann, Ct));
        Assert.Equal(
            new Guid?[] { _desk.Desk, field.Id, null, field.Id, _desk.Desk },
            (await _desk.Book.PageAsync(new LogFilter(), null, 10, _desk.Ann, Ct)).Items.Select(r => r.DeskId));
    }

    [Fact]
    public async Task The_file_runs_nothing_in_a_spreadsheet()
    {
        await _desk.WriteAsync("=cmd|' /C calc'!A0", d => d with { Tags = ["@sum(1)"] });
        await _desk.WriteAsync("two\nlines, and \"quotes\"");
        using var file = new MemoryStream();

        await _desk.Get<ExportLog>().HandleAsync(new LogFilter(), file, _desk.Ann, Ct);

        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains(",'=cmd|' /C calc'!A0,", text, StringComparison.Ordinal);
        Assert.Contains(",'@sum(1),", text, StringComparison.Ordinal);
        Assert.Contains("\"two\nlines, and \"\"quotes\"\"\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_heading_of_a_shift_is_found_by_time_and_desk()
    {
        var shifts = await _desk.Book.ShiftsAsync(_desk.Desk, _desk.Early.StartsAt, _desk.Early.EndsAt, _desk.Ann, Ct);

        Assert.Equal(["Early"], shifts.Select(s => s.Name));
        Assert.Equal(["Main"], (await _desk.Book.DesksAsync(_desk.Ann, Ct)).Select(d => d.Name));
    }
}
