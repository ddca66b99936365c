using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>One alert as lists show it.</summary>
public sealed record AlertRow
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>How bad.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Where in its life.</summary>
    public required AlertState State { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>The asset's key.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>The asset's name.</summary>
    public string? AssetName { get; init; }

    /// <summary>The site's key.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public string? SiteName { get; init; }

    /// <summary>The check that saw it.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The owner's account.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Who acknowledged.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>First seen.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Last seen to hold.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the condition went.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often reported.</summary>
    public required int Count { get; init; }

    /// <summary>The newest note.</summary>
    public string? LastNote { get; init; }

    /// <summary>More text from the source.</summary>
    public string? Detail { get; init; }

    /// <summary>All labels.</summary>
    public Labels Labels { get; init; } = Labels.Empty;

    /// <summary>32 hex digits over the identity labels.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Row version; the ETag of the API.</summary>
    public uint Version { get; init; }

    /// <summary>The condition holds and nobody has acknowledged: the loud ones.</summary>
    public bool Unhandled => State == AlertState.Unacknowledged;

    /// <summary>Somebody acknowledged it, or it is put aside or hidden by design.</summary>
    public bool Handled => State is AlertState.Acknowledged or AlertState.Shelved or AlertState.Suppressed;
}

/// <summary>The open alerts of one moment.</summary>
/// <param name="Rows">Worst first, then oldest first; at most <see cref="AlertBoard.Limit"/>.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Truncated">True when more are open than are shown.</param>
public sealed record AlertBoardView(IReadOnlyList<AlertRow> Rows, DateTimeOffset ReadAt, bool Truncated)
{
    /// <summary>Nothing read yet.</summary>
    public static AlertBoardView Empty { get; } = new([], DateTimeOffset.MinValue, false);
}

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
public sealed class AlertBoard(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IAlertBoard
{
    /// <summary>The most open alerts that one view holds.</summary>
    public const int Limit = 10_000;

    /// <inheritdoc />
    public async Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await Rows(db, a => a.Where(x => x.State != AlertState.Closed).OrderByDescending(x => x.Id).Take(Limit + 1)).ToListAsync(ct);
        var truncated = rows.Count > Limit;
        rows.Sort(static (a, b) => a.Severity != b.Severity ? b.Severity.CompareTo(a.Severity) : a.Id.CompareTo(b.Id));
        return new AlertBoardView(truncated ? rows.GetRange(0, Limit) : rows, now, truncated);
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

    private async Task<IReadOnlyList<AlertRow>> ReadAsync(
        Func<IQueryable<Alert>, IQueryable<Alert>> filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
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
            Version = a.Version,
        };
}
