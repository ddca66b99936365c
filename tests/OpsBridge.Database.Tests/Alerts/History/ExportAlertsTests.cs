using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Alerts.Handling;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.History;

public sealed class ExportAlertsTests(PostgresServer server) : IAsyncLifetime
{
    private HandlingDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await HandlingDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_spreadsheet_runs_nothing_of_it()
    {
        var id = await _desk.RaiseAsync("evil", s => s with { Summary = "=HYPERLINK(\"http://evil\")", Detail = "@SUM(1)\r\n+1", Source = "-2+3" });
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [id], "=1+1");

        var csv = await ExportAsync(AlertExportFormat.Csv);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        var text = Encoding.UTF8.GetString(csv[3..]);
        Assert.StartsWith("id,severity,state,summary,source,", text, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\",'-2+3,", text, StringComparison.Ordinal);
        Assert.Contains(",'=1+1,", text, StringComparison.Ordinal);
        Assert.Contains("\"'@SUM(1)\r\n+1\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_owner_times_and_links_are_in_it()
    {
        var id = await _desk.RaiseAsync("full");
        await _desk.DoAsync(new AlertVerb.Take(), _desk.Ann, [id]);
        await _desk.DoAsync(new AlertVerb.Note(), _desk.Ann, [id], "called the carrier");
        _desk.Clock.FastForward(TimeSpan.FromMinutes(5));
        await _desk.DoAsync(new AlertVerb.Note(), _desk.Bob, [id], "they\nare on it");
        await _desk.DoAsync(new AlertVerb.Link("INC-1", "https://tickets.example/INC-1"), _desk.Ann, [id]);

        var text = Encoding.UTF8.GetString(await ExportAsync(AlertExportFormat.Csv));
        using var json = JsonDocument.Parse(await ExportAsync(AlertExportFormat.Json));

        Assert.Contains("\"2026-01-05T08:00:00.000Z Ann: called the carrier\n2026-01-05T08:05:00.000Z Bob: they\nare on it\"", text, StringComparison.Ordinal);
        var alert = Assert.Single(json.RootElement.EnumerateArray().ToList());
        Assert.Equal(("major", "unacknowledged", "Ann"), (alert.GetProperty("severity").GetString(), alert.GetProperty("state").GetString(), alert.GetProperty("owner").GetString()));
        Assert.Equal(["called the carrier", "they\nare on it"], alert.GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("text").GetString()));
        Assert.Equal("https://tickets.example/INC-1", alert.GetProperty("links")[0].GetProperty("href").GetString());
        Assert.Equal("full", alert.GetProperty("labels").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Every_alert_is_in_it_once_also_beyond_the_first_chunk_and_nothing_is_gathered()
    {
        await _desk.ReportAsync(Enumerable.Range(0, 4500).Select(i => $"many{i}"));
        var output = new CountingStream();

        await _desk.Get<ExportAlerts>().HandleAsync(new AlertExportFilter(), AlertExportFormat.Json, output, _desk.Ann, HandlingDesk.Ct);

        using var json = JsonDocument.Parse(output.Written);
        Assert.Equal(4500, json.RootElement.EnumerateArray().Select(a => a.GetProperty("id").GetInt64()).Distinct().Count());
        Assert.True(output.Largest < 256 * 1024, $"one write of {output.Largest} bytes");
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_in_it()
    {
        await _desk.RaiseAsync("early");
        _desk.Clock.FastForward(TimeSpan.FromHours(1));
        var from = _desk.Now;
        await _desk.RaiseAsync("mild", s => s with { Severity = AlertSeverity.Info });
        await _desk.RaiseAsync("wanted");
        var closed = await _desk.RaiseAsync("closed");
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [closed]);
        await _desk.ClearAsync("closed");
        _desk.Clock.FastForward(TimeSpan.FromHours(1));
        var to = _desk.Now;
        await _desk.RaiseAsync("late");

        Assert.Equal(["closed", "wanted", "mild"], await NamesAsync(new AlertExportFilter(from, to)));
        Assert.Equal(["closed", "wanted"], await NamesAsync(new AlertExportFilter(from, to) { AtLeast = AlertSeverity.Warning }));
        Assert.Equal(["wanted"], await NamesAsync(new AlertExportFilter(from, to) { AtLeast = AlertSeverity.Warning, Open = true }));
        Assert.Equal(["closed"], await NamesAsync(new AlertExportFilter { Open = false }));
        Assert.Equal(["late", "early"], await NamesAsync(new AlertExportFilter { Matchers = MatcherSet.Parse("name=~\"late|early\"").Set }));
        await Assert.ThrowsAsync<PermissionDeniedException>(() =>
            _desk.Get<ExportAlerts>().HandleAsync(new AlertExportFilter(), AlertExportFormat.Csv, Stream.Null, Actor.Internal("nobody"), HandlingDesk.Ct));
    }

    [Fact]
    public async Task An_empty_export_is_still_a_file()
    {
        Assert.Equal("[]", Encoding.UTF8.GetString(await ExportAsync(AlertExportFormat.Json)));
        Assert.StartsWith("id,", Encoding.UTF8.GetString(await ExportAsync(AlertExportFormat.Csv))[1..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_drops_days_of_steps_only_beyond_400_and_never_alerts_notes_or_timeline()
    {
        var id = await _desk.RaiseAsync("kept");
        await _desk.DoAsync(new AlertVerb.Note(), _desk.Ann, [id], "a year old");
        var gone = await _desk.RaiseAsync("gone");
        _desk.Clock.FastForward(TimeSpan.FromDays(1));
        await _desk.DoAsync(new AlertVerb.Note(), _desk.Ann, [id], "a year old less a day");
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_desk.Clock).AddData(_desk.Database.ConnectionString).AddAlerts()
            .BuildServiceProvider();
        _desk.Clock.FastForward(TimeSpan.FromDays(400));
        var keeper = new DayPartitionKeeper(_desk.Database.Source, services.GetServices<DayPartitionedTable>(), _desk.Clock, NullLogger<DayPartitionKeeper>.Instance);

        await keeper.KeepAsync(HandlingDesk.Ct);

        Assert.Equal(["a year old less a day"], (await _desk.StepsAsync(id)).Select(s => s.Why)); // day 400 is kept, day 401 is not
        Assert.Equal(["a year old", "a year old less a day"], (await _desk.TimelineAsync(id)).Where(t => t.Kind == "alert.noted").Select(t => t.Why));
        Assert.Equal(2L, await _desk.ScalarAsync<long>($"select count(*) from alerts where id in ({id}, {gone})"));
        Assert.True(await _desk.ScalarAsync<bool>("select timeline_first_broken() is null"));
    }

    [Fact]
    public async Task A_setting_below_400_days_counts_as_400()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_desk.Clock).AddData(_desk.Database.ConnectionString).AddAlerts()
            .Configure<AlertsOptions>(o => o.KeepChangesDays = 7).BuildServiceProvider();

        Assert.Equal(400, services.GetServices<DayPartitionedTable>().Single(t => t.Name == AlertTransitionSql.Table).KeepDays);
    }

    private async Task<byte[]> ExportAsync(AlertExportFormat format, AlertExportFilter? filter = null)
    {
        var output = new MemoryStream();
        await _desk.Get<ExportAlerts>().HandleAsync(filter ?? new AlertExportFilter(), format, output, _desk.Ann, HandlingDesk.Ct);
        return output.ToArray();
    }

    private async Task<IEnumerable<string?>> NamesAsync(AlertExportFilter filter)
    {
        using var json = JsonDocument.Parse(await ExportAsync(AlertExportFormat.Json, filter));
        return [.. json.RootElement.EnumerateArray().Select(a => a.GetProperty("labels").GetProperty("name").GetString())];
    }

    /// <summary>Keeps what is written and how large the largest write was.</summary>
    /// <summary>Takes nothing that is written or flushed synchronously, as the response of a web server.</summary>
    private sealed class CountingStream : MemoryStream
    {
        private bool _writing;

        public int Largest { get; private set; }

        public ReadOnlyMemory<byte> Written => GetBuffer().AsMemory(0, (int)Length);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            _writing = true; // the stream below writes synchronously itself
            base.Write(buffer.Span);
            _writing = false;
            return ValueTask.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Assert.True(_writing, "written synchronously");
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Assert.True(_writing, "written synchronously");
            base.Write(buffer);
        }
    }
}
