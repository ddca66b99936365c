using System.Text.RegularExpressions;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Board;

public sealed class AlertBoardTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Actor s_source = Actor.Internal("source", Permissions.ReportAlerts);
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private readonly LiveFeed _feed = new();
    private TestDatabase _database = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ApplySignals Signals => new(_database.Contexts);

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_transaction_that_began_before_a_look_and_commits_after_it_is_not_missed()
    {
        using var board = NewBoard();
        await RaiseAsync("slow", "quick");
        await LookAsync(board);
        await using var slow = await _database.Source.OpenConnectionAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await RunAsync(slow, "update alerts set severity = 'Critical' where summary = 'slow'"); // has its number, is not committed
        await RunAsync("update alerts set severity = 'Warning' where summary = 'quick'");       // began later, commits first

        var between = await LookAsync(board);
        Assert.Equal(["slow Major", "quick Warning"], Words(between));
        Assert.Equal(["slow Major", "quick Warning"], Words(await LookAsync(board)));
        await transaction.CommitAsync(Ct);

        Assert.Equal(["slow Critical", "quick Warning"], Words(await LookAsync(board)));
        Assert.Equal(["slow Critical", "quick Warning"], Words(await WholeAsync()));
    }

    [Fact]
    public async Task Many_overlapping_writers_leave_the_board_as_a_whole_read_sees_it()
    {
        using var board = NewBoard();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var looking = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await LookAsync(board);
            }
        }, Ct);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 25; i++)
            {
                var signals = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Firing($"w{writer}-{random.Next(30)}") with { Firing = random.Next(3) > 0, Severity = (AlertSeverity)random.Next(4) });
                await Signals.HandleAsync([.. signals.DistinctBy(s => s.Summary)], s_source, Ct);
            }
        }));
        await stop.CancelAsync();
        await looking;

        var (seen, whole) = (await LookAsync(board), await WholeAsync());
        Assert.Equal(Words(whole), Words(seen));
        Assert.Equal(whole.Counts with { BySite = seen.Counts.BySite, ByOwner = seen.Counts.ByOwner }, seen.Counts);
    }

    [Fact]
    public async Task Every_column_but_those_of_a_repeat_marks_the_row()
    {
        await RaiseAsync("one");
        await using var columns = _database.Source.CreateCommand("select attname from pg_attribute where attrelid = 'alerts'::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'changed')");
        var names = new List<string>();
        await using (var reader = await columns.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                names.Add(reader.GetString(0));
            }
        }

        var definition = await ScalarAsync<string>("select pg_get_triggerdef(oid) from pg_trigger where tgname = 'alerts_changed' and tgrelid = 'alerts'::regclass");

        Assert.Equal(
            names.Except(AlertBoardSql.Quiet).Order(StringComparer.Ordinal),
            names.Where(n => Regex.IsMatch(definition, $"\\bold\\.\"?{n}\\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_repeat_leaves_the_mark_alone_and_upkeep_shows_it()
    {
        using var board = NewBoard();
        await RaiseAsync("one");
        await LookAsync(board);
        var mark = await ScalarAsync<string>("select changed::text from alerts");

        await RaiseAsync("one");

        Assert.Equal(mark, await ScalarAsync<string>("select changed::text from alerts"));
        _feed.Publish("alerts");
        Assert.Equal(2, Assert.Single((await board.Open.ReadAsync(upkeep: true, Ct)).Rows).Count);
    }

    [Fact]
    public async Task Rows_that_were_deleted_behind_our_back_are_noticed_by_counting()
    {
        var clock = new FakeClock();
        using var board = new AlertBoard(_database.Contexts, _feed, clock);
        await RaiseAsync("one", "two");
        await LookAsync(board);
        await RunAsync("delete from alerts where summary = 'one'");
        Assert.Equal(2, (await LookAsync(board)).Rows.Count);

        clock.FastForward(TimeSpan.FromMinutes(2));

        Assert.Equal(["two Major"], Words(await board.Open.ReadAsync(upkeep: true, Ct)));
    }

    [Fact]
    public async Task A_silence_hides_while_it_holds_and_its_end_needs_no_announcement()
    {
        var clock = new FakeClock();
        var silences = new FakeSuppressions(clock);
        using var board = new AlertBoard(_database.Contexts, _feed, clock, silences);
        await RaiseAsync("one", "two");
        silences.Hide("one", until: clock.GetUtcNow().AddMinutes(5));

        var hidden = await LookAsync(board);
        Assert.Equal((1, 1), (hidden.Counts.Unhandled.All, hidden.Counts.Suppressed));
        Assert.False((await board.FindAsync(hidden.Rows.Single(r => r.Summary == "one").Id, _ann, Ct))!.Unhandled);
        clock.FastForward(TimeSpan.FromMinutes(6));

        var after = await board.OpenAsync(_ann, Ct); // nothing was announced
        Assert.Equal((2, 0), (after.Counts.Unhandled.All, after.Counts.Suppressed));

        silences.Hide("two", until: clock.GetUtcNow().AddMinutes(5));
        _feed.Publish("silences");
        Assert.Equal("two", Assert.Single((await board.OpenAsync(_ann, Ct)).Rows, r => !r.Unhandled).Summary);
    }

    [Fact]
    public async Task A_renamed_asset_has_its_new_name_on_rows_that_did_not_change()
    {
        using var board = NewBoard();
        var site = Site.Create(new SiteDetails("Zurich DC", SiteKind.DataCentre, "UTC", null));
        var asset = Asset.Create(new AssetDetails("web-1", "server", site.Id, Criticality.High));
        await using (var db = await _database.Contexts.CreateDbContextAsync(Ct))
        {
            db.AddRange(site, asset);
            await db.SaveChangesAsync(Ct);
        }

        await Signals.HandleAsync([Firing("one") with { AssetId = asset.Id }], s_source, Ct);
        Assert.Equal(("web-1", "Zurich DC"), Place(await LookAsync(board)));
        await RunAsync("update assets set name = 'web-01'");

        _feed.Publish("assets");

        Assert.Equal(("web-01", "Zurich DC"), Place(await board.OpenAsync(_ann, Ct)));
    }

    [Fact]
    public async Task An_alert_without_an_asset_counts_at_the_site_that_its_label_names()
    {
        using var board = NewBoard();
        var site = Site.Create(new SiteDetails("Zurich DC", SiteKind.DataCentre, "UTC", null));
        await using (var db = await _database.Contexts.CreateDbContextAsync(Ct))
        {
            db.Add(site);
            await db.SaveChangesAsync(Ct);
        }

        var known = Firing("known") with { Identity = Labels.Of(("name", "known"), ("site", "zurich dc")) };
        var elsewhere = Firing("elsewhere") with { Identity = Labels.Of(("name", "elsewhere"), ("site", "Mars")) };
        await Signals.HandleAsync([known, elsewhere], s_source, Ct);
        var view = await LookAsync(board);

        Assert.Equal((null, "Zurich DC"), Place(view with { Rows = [view.Rows.Single(r => r.Summary == "known")] }));
        Assert.Equal(1, view.Counts.BySite[site.Id].All);
        Assert.Equal(1, view.Counts.BySite[Guid.Empty].All);
    }

    [Fact]
    public async Task Marks_from_a_restored_dump_do_not_look_new_for_ever()
    {
        await RaiseAsync("one");
        await RunAsync("alter table alerts disable trigger alerts_changed; update alerts set changed = '900000000000'::xid8; alter table alerts enable trigger alerts_changed");
        using var board = NewBoard();
        await LookAsync(board);

        Assert.NotEqual("900000000000", await ScalarAsync<string>("select changed::text from alerts"));
        Assert.Equal(["one Major"], Words(await LookAsync(board)));
    }

    private static AlertSignal Firing(string name) => new(Labels.Of(("name", name)), true, AlertSeverity.Major, name, TimeProvider.System.GetUtcNow());

    private static List<string> Words(AlertBoardView view) => [.. view.Rows.OrderBy(r => r.Id).Select(r => $"{r.Summary} {r.Severity}")];

    private static (string? Asset, string? Site) Place(AlertBoardView view) => (view.Rows[0].AssetName, view.Rows[0].SiteName);

    private AlertBoard NewBoard() => new(_database.Contexts, _feed, TimeProvider.System);

    private Task<AlertBoardView> LookAsync(AlertBoard board)
    {
        _feed.Publish("alerts");
        return board.OpenAsync(_ann, Ct);
    }

    private async Task<AlertBoardView> WholeAsync()
    {
        using var other = NewBoard();
        return await other.OpenAsync(_ann, Ct);
    }

    private async Task RaiseAsync(params string[] names) => await Signals.HandleAsync([.. names.Select(Firing)], s_source, Ct);

    private async Task RunAsync(string sql)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(Ct);
        await RunAsync(connection, sql);
    }

    private static async Task RunAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }
}
