using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Monitoring;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>Alerts, their history and what was done to them, in memory.</summary>
internal sealed class FakeAlerts : IAlertBoard, IBoardSnapshot, ITimelineReader, IAlertActions, ISeriesReader
{
    public List<AlertRow> Open { get; } = [];

    public List<AlertRow> Closed { get; } = [];

    public List<AlertRow> Earlier { get; } = [];

    public List<TimelineRow> History { get; } = [];

    public List<string> Done { get; } = [];

    public AlertAnswer Answer { get; set; } = new("Acknowledged. It is yours.", "ok");

    public static AlertRow Row(long id, string summary, AlertSeverity severity = AlertSeverity.Major, DateTimeOffset? raised = null, string? site = "Zurich DC", AlertState state = AlertState.Unacknowledged) => new()
    {
        Id = id,
        Severity = severity,
        State = state,
        Summary = summary,
        AssetName = $"asset-{id}",
        SiteName = site,
        RaisedAt = raised ?? new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 11, 22, 10, 50, 0, TimeSpan.Zero),
        Count = 1,
        Labels = Labels.Of(("asset", $"asset-{id}"), ("env", "prod")),
        Fingerprint = "f",
    };

    public Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct) => Task.FromResult(Board());

    public AlertBoardView? Current(Actor actor) => Board();

    public AlertBoardView Board() => new([.. Open.OrderByDescending(r => r.Severity).ThenBy(r => r.Id)], DateTimeOffset.UnixEpoch, false);

    public Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([.. Closed]);

    public Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct) => Task.FromResult(Open.Concat(Closed).FirstOrDefault(r => r.Id == id));

    public Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([]);

    public Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRow>>([.. Earlier]);

    public Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct) => Task.FromResult(new Page<AlertRow>([.. Open], null));

    public Task<IReadOnlyList<TimelineRow>> OfSubjectAsync(string subject, string subjectId, int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineRow>>([.. History]);

    Task<IReadOnlyList<TimelineRow>> ITimelineReader.OfAssetAsync(Guid assetId, int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineRow>>([]);

    public Task<IReadOnlyList<TimelineRow>> LatestAsync(int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineRow>>([.. History]);

    public Task<SeriesView?> ReadAsync(Guid checkId, string metric, DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct) => Task.FromResult<SeriesView?>(null);

    Task<IReadOnlyList<SeriesChoice>> ISeriesReader.OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SeriesChoice>>([]);

    public Task<AlertAnswer> AcknowledgeAsync(AlertRow row, string? note, CancellationToken ct) => Say($"acknowledge {row.Id} {note}".Trim());

    public Task<AlertAnswer> AcknowledgeAllAsync(IReadOnlyList<AlertRow> rows, string? note, CancellationToken ct) => Say($"acknowledge {string.Join('+', rows.Select(r => r.Id))}");

    public Task<AlertAnswer> TakeAsync(AlertRow row, CancellationToken ct) => Say($"take {row.Id}");

    public Task<AlertAnswer> NoteAsync(AlertRow row, string text, CancellationToken ct) => Say($"note {row.Id} {text}");

    public Task<AlertAnswer> CloseAsync(AlertRow row, string? why, CancellationToken ct) => Say($"close {row.Id}");

    private Task<AlertAnswer> Say(string done)
    {
        Done.Add(done);
        return Task.FromResult(Answer);
    }
}
