using OpsBridge.Alerts.Handling;
using OpsBridge.Alerts.History;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Monitoring;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>Alerts, their history and what was done to them, in memory.</summary>
internal sealed class FakeAlerts : IAlertBoard, IBoardSnapshot, ITimelineReader, IAlertActions, ISeriesReader, IAlertHistory, IAlertsAsOf
{
    public List<AlertRow> Open { get; } = [];

    public List<AlertRow> Closed { get; } = [];

    public List<AlertRow> Earlier { get; } = [];

    public List<TimelineRow> History { get; } = [];

    public List<AlertTransition> Steps { get; } = [];

    public List<Colleague> People { get; } = [];

    public Func<DateTimeOffset, AsOfView> Past { get; set; } = at => new AsOfView.Board(at, [], false);

    public List<AlertVerb> Verbs { get; } = [];

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

    public Task<AlertAnswer> DoAsync(IReadOnlyList<AlertRow> rows, AlertVerb verb, string? comment, CancellationToken ct)
    {
        Verbs.Add(verb);
        return Say($"{verb.Move.ToString().ToLowerInvariant()} {string.Join('+', rows.Select(r => r.Id))} {comment}".Trim());
    }

    public Task<AlertAnswer> UndoAsync(Guid actionId, CancellationToken ct) => Say($"undo {actionId}");

    public Task<IReadOnlyList<Colleague>> ColleaguesAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<Colleague>>([.. People]);

    public Task<AlertLife?> OfAsync(long alertId, int limit, Actor actor, CancellationToken ct) => Task.FromResult<AlertLife?>(
        new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), AlertSeverity.Major, "check", [.. Steps], Steps.Count));

    public Task<AsOfView> ReadAsync(DateTimeOffset at, Actor actor, CancellationToken ct) => Task.FromResult(Past(at));

    private Task<AlertAnswer> Say(string done)
    {
        Done.Add(done);
        return Task.FromResult(Answer);
    }
}
