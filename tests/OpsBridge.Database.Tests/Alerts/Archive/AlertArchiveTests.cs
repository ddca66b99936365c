using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Archive;

public sealed class AlertArchiveTests(PostgresServer server) : IAsyncLifetime
{
    private const int Alerts = 250;
    private const int Size = 20;
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly ArchiveFilter s_all = new(s_noon.AddDays(-2), s_noon.AddDays(1));
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Viewer);
    private TestDatabase _database = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AlertArchive Archive => new(_database.Contexts);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);

        // Two alerts share each minute, so that the number decides between them.
        await using var command = _database.Source.CreateCommand(
            $"""
            insert into alerts (fingerprint, labels, annotations, links, severity, raised_severity, summary, source, state, raised_at, starts_at, last_seen_at, count, revision, content_mark, flips, reported_severity, closed_at, cleared_at)
            select md5(i::text), jsonb_build_object('n', i::text, 'team', 't' || i % 5), '{"{}"}', '[]', (array['Critical','Major','Info'])[1 + i % 3], 'Major', 'alert ' || i, 's' || i % 2,
                case when i % 10 = 0 then 'Unacknowledged' else 'Closed' end, at, at, at, 1, 0, 0, '', 'Major', case when i % 10 = 0 then null else at end, case when i % 10 = 0 then null else at end
            from (select i, '2026-11-20 12:00:00+00'::timestamptz - make_interval(mins => i / 2) as at from generate_series(1, {Alerts}) i) n
            """);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition_and_back_again()
    {
        var (forth, pages) = (new List<long>(), new List<ArchivePage>());
        ArchivePlace? place = null;
        do
        {
            var page = await Archive.ReadAsync(s_all, place, false, Size, _ann, Ct);
            pages.Add(page);
            forth.AddRange(page.Rows.Select(r => r.Id));
            place = page.Older;
        }
        while (place is not null);

        Assert.Equal(Alerts, forth.Distinct().Count());
        var order = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal(order.OrderByDescending(r => r.RaisedAt).ThenByDescending(r => r.Id).Select(r => r.Id), forth);
        Assert.Null(pages[0].Newer);

        var back = new List<long>(pages[^1].Rows.Select(r => r.Id));
        for (var newer = pages[^1].Newer; newer is not null;)
        {
            var page = await Archive.ReadAsync(s_all, newer, true, Size, _ann, Ct);
            back.InsertRange(0, page.Rows.Select(r => r.Id));
            newer = page.Newer;
        }

        Assert.Equal(forth, back);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(13)]
    public async Task A_page_by_number_is_the_page_that_turning_leads_to(int number)
    {
        ArchivePlace? place = null;
        for (var i = 1; i < number; i++)
        {
            place = (await Archive.ReadAsync(s_all, place, false, Size, _ann, Ct)).Older;
        }

        var sought = await Archive.SeekAsync(s_all, number, Size, _ann, Ct);

        Assert.Equal(
            (await Archive.ReadAsync(s_all, place, false, Size, _ann, Ct)).Rows.Select(r => r.Id),
            (await Archive.ReadAsync(s_all, sought, false, Size, _ann, Ct)).Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task Beyond_the_last_page_there_is_no_place() => Assert.Null(await Archive.SeekAsync(s_all, 500, Size, _ann, Ct));

    [Fact]
    public async Task Filters_hold_together_on_every_page()
    {
        var filter = s_all with { Severity = AlertSeverity.Critical, Source = "s1", ClosedOnly = true, Matchers = MatcherSet.Parse("team=~\"t[13]\", n!=\"3\"").Set };
        var found = new List<AlertRow>();
        ArchivePlace? place = null;
        do
        {
            var page = await Archive.ReadAsync(filter, place, false, 5, _ann, Ct);
            found.AddRange(page.Rows);
            place = page.Older;
        }
        while (place is not null);

        var expected = Enumerable.Range(1, Alerts).Where(i => i % 3 == 0 && i % 2 == 1 && i % 10 != 0 && (i % 5 == 1 || i % 5 == 3) && i != 3);
        Assert.Equal(expected.Order(), found.Select(r => int.Parse(r.Labels["n"]!)).Order());
    }

    [Fact]
    public async Task A_span_holds_what_was_raised_in_it()
    {
        var page = await Archive.ReadAsync(new ArchiveFilter(s_noon.AddMinutes(-10), s_noon.AddMinutes(-5)), null, false, 100, _ann, Ct);

        Assert.All(page.Rows, r => Assert.InRange(r.RaisedAt, s_noon.AddMinutes(-10), s_noon.AddMinutes(-5).AddTicks(-1)));
        Assert.Equal(10, page.Rows.Count);
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_read() =>
        await Assert.ThrowsAsync<PermissionDeniedException>(() => Archive.ReadAsync(s_all, null, false, Size, Actor.Internal("nobody"), Ct));
}
