using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>What the pages of checks read, as the test says.</summary>
internal sealed class FakeMonitoring : ICheckBoard, IAssetHealth, IUptime, ISeriesReader, IAlertBoard, ITimelineReader
{
    public List<CheckRow> Rows { get; } = [];

    public AssetHealthView? Asset { get; set; }

    public static CheckRow Row(string name, CheckWord word, string asset = "web-1") => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        Kind = "http",
        Target = "GET http://web-1/",
        AssetId = Guid.CreateVersion7(),
        AssetName = asset,
        SiteId = new Guid("00000000-0000-0000-0000-000000000001"),
        SiteName = "Zurich DC",
        Enabled = word != CheckWord.Off,
        Interval = TimeSpan.FromMinutes(1),
        MaxAttempts = 3,
        Reading = new CheckReading
        {
            Class = word switch { CheckWord.Pending => CheckStateClass.Pending, CheckWord.NoData => CheckStateClass.NoData, CheckWord.Unreachable => CheckStateClass.Unreachable, _ => CheckStateClass.Measured },
            Status = word switch { CheckWord.Ok => CheckStatus.Ok, CheckWord.Warning => CheckStatus.Warning, CheckWord.Critical => CheckStatus.Critical, _ => CheckStatus.Unknown },
            IsHard = true,
            Because = word == CheckWord.Unreachable ? "core-sw" : null,
            Summary = $"{name} says",
        },
    };

    public static AssetHealthView Health(CheckWord state, params CheckRow[] checks) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = "web-1",
        Kind = "server",
        SiteId = Guid.CreateVersion7(),
        SiteName = "Zurich DC",
        Criticality = Criticality.High,
        State = state,
        UnreachableBecause = state == CheckWord.Unreachable ? "core-sw" : null,
        Checks = [.. checks.Select(c => new AssetCheck(c, "line two", []))],
    };

    public Task<CheckBoardView> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult(new CheckBoardView([.. Rows], DateTimeOffset.UnixEpoch));

    Task<AssetHealthView?> IAssetHealth.ReadAsync(Guid assetId, Actor actor, CancellationToken ct) => Task.FromResult(Asset);

    public Task<UptimeView> LastDayAsync(Guid assetId, Actor actor, CancellationToken ct) =>
        Task.FromResult(UptimeMath.Over([new UptimeChange(assetId, DateTimeOffset.UnixEpoch, UptimeState.Ok)], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), 96));

    public Task<SeriesView?> ReadAsync(Guid checkId, string metric, DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct) => Task.FromResult<SeriesView?>(null);

    Task<IReadOnlyList<SeriesChoice>> ISeriesReader.OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SeriesChoice>>([]);

    public Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct) => Task.FromResult(AlertBoardView.Empty);

    public Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([]);

    public Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct) => Task.FromResult<AlertRow?>(null);

    public Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([]);

    public Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([]);

    public Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct) => Task.FromResult(new Page<AlertRow>([], null));

    public Task<IReadOnlyList<TimelineRow>> OfSubjectAsync(string subject, string subjectId, int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineRow>>([]);

    public Task<IReadOnlyList<TimelineRow>> OfAssetAsync(Guid assetId, int limit, Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<TimelineRow>>([new TimelineRow(1, DateTimeOffset.UnixEpoch, "admin1", "check.created", "1", "created check <b>x</b>", null, null, null)]);

    public Task<IReadOnlyList<TimelineRow>> LatestAsync(int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineRow>>([]);
}
