using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;

namespace OpsBridge.Alerts;

/// <summary>Reads alerts for screens and the API.</summary>
public interface IAlertBoard
{
    /// <summary>Every open alert, worst first.</summary>
    Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct);

    /// <summary>Alerts closed since a moment, newest first, at most 500.</summary>
    Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct);

    /// <summary>One alert, open or closed; null when there is none.</summary>
    Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct);

    /// <summary>Open and recent alerts of one asset, newest first, at most 100.</summary>
    Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct);

    /// <summary>Earlier alerts with the same fingerprint, newest first, at most 20.</summary>
    Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct);

    /// <summary>Open or all alerts by descending id, for the API.</summary>
    Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAlertBoard"/>
public sealed class AlertBoard : IAlertBoard, IDisposable
{
    /// <summary>The most open alerts that one view holds.</summary>
    public const int Limit = 10_000;

    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly SharedView<AlertBoardView> _open;

    /// <summary>Open alerts are read once per change and shared by every screen of the process.</summary>
    public AlertBoard(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _open = new SharedView<AlertBoardView>(feed, ["alerts", "assets", "sites"], ReadOpenAsync);
    }

    /// <inheritdoc />
    public Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return _open.GetAsync(ct);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct) =>
        ReadAsync(a => a.Where(x => x.State == AlertState.Closed && x.ClosedAt >= since).OrderByDescending(x => x.ClosedAt).Take(500), actor, ct);

    /// <inheritdoc />
    public async Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct) =>
        (await ReadAsync(a => a.Where(x => x.Id == id), actor, ct)).SingleOrDefault();

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) =>
        ReadAsync(a => a.Where(x => x.AssetId == assetId).OrderByDescending(x => x.Id).Take(100), actor, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct) =>
        ReadAsync(a => a.Where(x => x.Fingerprint == fingerprint && x.Id < beforeId).OrderByDescending(x => x.Id).Take(20), actor, ct);

    /// <inheritdoc />
    public async Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct)
    {
        var rows = await ReadAsync(
            a => a.Where(x => (!openOnly || x.State != AlertState.Closed) && (beforeId == null || x.Id < beforeId))
                .OrderByDescending(x => x.Id).Take(size + 1),
            actor,
            ct);
        return rows.Count > size
            ? new(rows.Take(size).ToList(), rows[size - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : new(rows, null);
    }

    /// <inheritdoc />
    public void Dispose() => _open.Dispose();

    private async Task<AlertBoardView> ReadOpenAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var rows = await Rows(db, a => a.Where(x => x.State != AlertState.Closed).OrderByDescending(x => x.Id).Take(Limit + 1)).ToListAsync(ct);
        var truncated = rows.Count > Limit;
        rows.Sort(static (a, b) => a.Severity != b.Severity ? b.Severity.CompareTo(a.Severity) : a.Id.CompareTo(b.Id));
        return new AlertBoardView(truncated ? rows.GetRange(0, Limit) : rows, now, truncated);
    }

    private async Task<IReadOnlyList<AlertRow>> ReadAsync(
        Func<IQueryable<Alert>, IQueryable<Alert>> filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        return await Rows(db, filter).ToListAsync(ct);
    }

    private static IQueryable<AlertRow> Rows(OpsDbContext db, Func<IQueryable<Alert>, IQueryable<Alert>> filter) =>
        from a in filter(db.Set<Alert>().AsNoTracking())
        join asset in db.Set<Asset>() on a.AssetId equals asset.Id into assets
        from asset in assets.DefaultIfEmpty()
        join site in db.Set<Site>() on asset.SiteId equals site.Id into sites
        from site in sites.DefaultIfEmpty()
        select new AlertRow
        {
            Id = a.Id,
            Severity = a.Severity,
            State = a.State,
            Summary = a.Summary,
            AssetId = a.AssetId,
            AssetName = asset.Name,
            SiteId = (Guid?)site.Id,
            SiteName = site.Name,
            CheckId = a.CheckId,
            OwnerName = a.OwnerName,
            OwnerId = a.OwnerId,
            AcknowledgedBy = a.Acknowledgement!.By,
            RaisedAt = a.RaisedAt,
            LastSeenAt = a.LastSeenAt,
            ClearedAt = a.ClearedAt,
            ClosedAt = a.ClosedAt,
            Count = a.Count,
            LastNote = a.LastNote,
            Detail = a.Detail,
            Labels = a.Labels,
            Fingerprint = a.Fingerprint,
            Source = a.Source,
            SourceId = a.SourceId,
            Annotations = a.Annotations,
            GeneratorUrl = a.GeneratorUrl,
            Links = a.Links,
            StartsAt = a.StartsAt,
            EndsAt = a.EndsAt,
            Ending = a.Ending,
            AcknowledgedKind = (AcknowledgementKind?)a.Acknowledgement!.Kind,
            AcknowledgedUntil = a.Acknowledgement!.Until,
            AcknowledgedAt = (DateTimeOffset?)a.Acknowledgement!.At,
            Shelf = a.Shelf,
            CauseId = a.CauseId,
            CauseFrom = a.CauseFrom,
            FlappingSince = a.FlappingSince,
            Version = a.Version,
        };
}
