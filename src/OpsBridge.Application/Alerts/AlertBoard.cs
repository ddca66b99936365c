using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Alerts.Board;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;

namespace OpsBridge.Alerts;

/// <inheritdoc cref="IAlertBoard"/>
public sealed class AlertBoard : IAlertBoard, IBoardSnapshot, IDisposable
{
    /// <summary>The most open alerts that are held in memory.</summary>
    public const int Limit = 200_000;

    /// <summary>Published within this process when a new snapshot of the open alerts is there.</summary>
    public const string Topic = "alert_board";

    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly Wardrobe _wardrobe;

    /// <summary>Open alerts are kept in memory and shared by every screen of the process.</summary>
    public AlertBoard(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock, ISuppressions? suppressions = null)
    {
        _contexts = contexts;
        _wardrobe = new Wardrobe(new EstateNames(contexts, feed), suppressions ?? new NoSuppressions());
        Open = new OpenAlerts(new BoardReader(contexts), _wardrobe, feed, clock, Limit);
    }

    internal OpenAlerts Open { get; }

    /// <inheritdoc />
    public Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return Open.ReadAsync(upkeep: false, ct);
    }

    /// <inheritdoc />
    public AlertBoardView? Current(Actor actor)
    {
        actor.Demand(Permissions.ViewAlerts);
        return Open.Current;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct) =>
        ReadAsync("where a.state = 'Closed' and a.closed_at >= $1 order by a.closed_at desc limit 500", [since], actor, ct);

    /// <inheritdoc />
    public async Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct) =>
        (await ReadAsync("where a.id = $1", [id], actor, ct)).SingleOrDefault();

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct) =>
        ReadAsync("where a.asset_id = $1 order by a.id desc limit 100", [assetId], actor, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct) =>
        ReadAsync( // two ways, because open and closed alerts of a condition stand in two indexes
            "where (a.state = 'Closed' and a.fingerprint = $1 or a.state <> 'Closed' and a.fingerprint = $1) and a.id < $2 order by a.id desc limit 20",
            [fingerprint, beforeId], actor, ct);

    /// <inheritdoc />
    public async Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct)
    {
        var rows = await ReadAsync(
            $"where a.id < $1 {(openOnly ? "and a.state <> 'Closed'" : "")} order by a.id desc limit $2", [beforeId ?? long.MaxValue, size + 1], actor, ct);
        return rows.Count > size
            ? new(rows.Take(size).ToList(), rows[size - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : new(rows, null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Open.Dispose();
        _wardrobe.Dispose();
    }

    private async Task<IReadOnlyList<AlertRow>> ReadAsync(string rest, object[] values, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var dressing = await _wardrobe.ChooseAsync(null, ct);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand($"select {AlertColumns.All}, a.detail from alerts a {rest}", (NpgsqlConnection)db.Database.GetDbConnection());
        foreach (var value in values)
        {
            command.Parameters.Add(value is string ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Char } : new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        var (rows, pool) = (new List<AlertRow>(), new LabelPool());
        while (await reader.ReadAsync(ct))
        {
            var row = AlertColumns.Read(reader, pool);
            var detail = reader.GetOrdinal("detail");
            rows.Add(dressing.On(row) with { Detail = reader.IsDBNull(detail) ? null : reader.GetString(detail) });
        }

        return rows;
    }
}
