using OpsBridge.Identity;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class CheckChangesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncDisposable
{
    private readonly MonitoredEstate _estate = new(database);

    private static CancellationToken Ct => MonitoredEstate.Ct;

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task Only_those_who_may_change_checks()
    {
        var asset = await _estate.AssetAsync("rights-1");
        var check = await _estate.CheckAsync(asset, "rights-1");

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<CreateCheck>().HandleAsync(asset, MonitoredEstate.Fast("x"), MonitoredEstate.Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<RunCheckNow>().HandleAsync(check, MonitoredEstate.Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<RegisterPlugin>().HandleAsync("x", "/bin/true", MonitoredEstate.Viewer, Ct));
    }

    [Fact]
    public async Task A_change_is_refused_when_somebody_was_faster_and_told_in_the_timeline_when_not()
    {
        var asset = await _estate.AssetAsync("race-1");
        var check = await _estate.CheckAsync(asset, "race-1");
        var seen = (await _estate.Get<ICheckDirectory>().FindAsync(check, MonitoredEstate.Admin, Ct))!.Version;
        var change = _estate.Get<ChangeCheck>();

        var first = await change.HandleAsync(check, seen, MonitoredEstate.Fast("race-2"), MonitoredEstate.Admin, Ct);
        var second = await change.HandleAsync(check, seen, MonitoredEstate.Fast("race-3"), MonitoredEstate.Admin, Ct);

        var done = Assert.IsType<ChangeCheckResult.Done>(first);
        Assert.Equal(new ChangeCheckResult.Stale(done.Version), second);
        var entry = (await _estate.Get<ITimelineReader>().OfAssetAsync(asset, 10, MonitoredEstate.Admin, Ct))[0];
        Assert.Equal("changed check Check race-2: name, settings", entry.Text);
        Assert.Contains("race-1", entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_values_are_named_by_field()
    {
        var asset = await _estate.AssetAsync("wrong-1");
        await _estate.CheckAsync(asset, "wrong-1");
        var create = _estate.Get<CreateCheck>();

        async Task<IReadOnlyDictionary<string, string>> TryAsync(Guid on, CheckDetails details) =>
            Assert.IsType<CreateCheckResult.Invalid>(await create.HandleAsync(on, details, MonitoredEstate.Admin, Ct)).Errors;

        Assert.Contains("AssetId", await TryAsync(Guid.CreateVersion7(), MonitoredEstate.Fast("x")));
        Assert.Contains("Name", await TryAsync(asset, MonitoredEstate.Fast("wrong-1")));
        Assert.Contains("Interval", await TryAsync(asset, MonitoredEstate.Fast("x") with { Interval = TimeSpan.Zero }));
        Assert.Contains("metadata", (await TryAsync(asset, MonitoredEstate.Fast("169.254.169.254")))["Settings"], StringComparison.Ordinal);
        Assert.Contains("No plugin", (await TryAsync(asset, new CheckDetails("P", new PluginSettings("check_none", []))))["Settings"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_now_gives_the_raw_result_and_a_heartbeat_cannot_run()
    {
        var asset = await _estate.AssetAsync("run-1");
        var check = await _estate.CheckAsync(asset, "run-1");
        _estate.Probes.Say("run-1", CheckStatus.Warning);

        var done = Assert.IsType<RunCheckResult.Done>(await _estate.Get<RunCheckNow>().HandleAsync(check, MonitoredEstate.Admin, Ct));
        var tried = await _estate.Get<TryCheck>().HandleAsync(new CheckDetails("", new HeartbeatSettings(TimeSpan.FromMinutes(1))), MonitoredEstate.Admin, Ct);

        Assert.Equal((CheckStatus.Warning, "run-1 Warning", "raw"), (done.Result.Status, done.Result.Summary, done.Result.Detail));
        Assert.Equal(new RunCheckResult.Passive(), tried);
    }

    [Fact]
    public async Task A_plugin_is_an_executable_file_and_stays_while_checks_use_it()
    {
        var asset = await _estate.AssetAsync("plug-1");
        var register = _estate.Get<RegisterPlugin>();
        var remove = _estate.Get<RemovePlugin>();

        Assert.IsType<RegisterPluginResult.Invalid>(await register.HandleAsync("check_true", "bin/true", MonitoredEstate.Admin, Ct));
        Assert.IsType<RegisterPluginResult.Invalid>(await register.HandleAsync("check_true", "/no/such/file", MonitoredEstate.Admin, Ct));
        Assert.Equal("Path", Assert.IsType<RegisterPluginResult.Invalid>(await register.HandleAsync("check_true", await PlainFileAsync(), MonitoredEstate.Admin, Ct)).Field);
        Assert.Equal(64, Assert.IsType<RegisterPluginResult.Done>(await register.HandleAsync("check_true", "/bin/true", MonitoredEstate.Admin, Ct)).Sha256.Length);
        await _estate.Get<CreateCheck>().HandleAsync(asset, new CheckDetails("Uses it", new PluginSettings("check_true", ["-w", "1"])), MonitoredEstate.Admin, Ct);

        Assert.Equal(["Uses it"], Assert.IsType<RemovePluginResult.InUse>(await remove.HandleAsync("check_true", MonitoredEstate.Admin, Ct)).Checks);
        Assert.Equal(1, (await _estate.Get<ICheckDirectory>().PluginsAsync(MonitoredEstate.Admin, Ct)).Single().Checks);
    }

    [Fact]
    public async Task Numbers_come_in_at_most_300_spans_with_their_extremes()
    {
        var asset = await _estate.AssetAsync("series-1");
        var check = await _estate.CheckAsync(asset, "series-1");
        var from = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        await DayPartitionsAsync(from);
        await _estate.ScalarAsync("with s as (insert into series (check_id, name, unit) values ($1, 'latency', 'ms') returning id) select id from s", check);
        await _estate.ScalarAsync(
            "with i as (insert into samples select s.id, $2::timestamptz + n * interval '1 second', n from series s, generate_series(0, 3599) n where s.check_id = $1 returning 1) select count(*) from i",
            check, from.UtcDateTime);

        var series = (await _estate.Get<ISeriesReader>().ReadAsync(check, "latency", from, from.AddHours(1), MonitoredEstate.Viewer, Ct))!;

        Assert.Equal((300, TimeSpan.FromSeconds(12), "ms"), (series.Points.Count, series.Bucket, series.Unit));
        Assert.Equal(new SeriesPoint(from.AddSeconds(12), 17.5, 12, 23), series.Points[1]);
        Assert.Null(await _estate.Get<ISeriesReader>().ReadAsync(check, "none", from, from.AddHours(1), MonitoredEstate.Viewer, Ct));
    }

    [Fact]
    public async Task Uptime_begins_as_the_last_change_before_the_day_says()
    {
        var asset = await _estate.AssetAsync("up-1");
        var check = await _estate.CheckAsync(asset, "up-1");
        var now = TimeProvider.System.GetUtcNow();
        await ChangeAsync(check, now.AddHours(-30), CheckStatus.Ok);
        await ChangeAsync(check, now.AddHours(-6), CheckStatus.Critical);
        await ChangeAsync(check, now.AddHours(-3), CheckStatus.Ok);

        var day = await _estate.Get<IUptime>().LastDayAsync(asset, MonitoredEstate.Viewer, Ct);

        Assert.Equal((96, UptimeState.Ok), (day.Slots.Count, day.Slots[0].State));
        Assert.Equal(12, day.Slots.Count(s => s.State == UptimeState.Down), 1.0);
        Assert.Equal(87.5, day.Percent!.Value, 0.01);
    }

    private static async Task<string> PlainFileAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"opsbridge-plugin-{Guid.CreateVersion7():N}");
        await File.WriteAllTextAsync(path, "not a program", Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private async Task ChangeAsync(Guid check, DateTimeOffset at, CheckStatus status)
    {
        await DayPartitionsAsync(at);
        await _estate.ScalarAsync(
            "with i as (insert into check_changes values ($1, $2, 0, 1, $3, true, '') returning 1) select count(*) from i", check, at.UtcDateTime, (short)status);
    }

    private async Task DayPartitionsAsync(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        foreach (var table in MonitoringSql.ByDay)
        {
            await Data.DayPartitions.EnsureAsync(database.Source, table, day, day, Ct);
        }
    }
}
