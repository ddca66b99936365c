using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Board;

/// <summary>What one look at the table gave.</summary>
/// <param name="Position">The snapshot that it was, to ask for later changes with.</param>
/// <param name="Rows">All open rows, or those that changed since the position given (closed ones among them).</param>
/// <param name="Truncated">More are open than were read.</param>
internal sealed record BoardRead(string Position, IReadOnlyList<AlertRow> Rows, bool Truncated)
{
    /// <summary>What repeats have moved on a slice of the open alerts.</summary>
    public IReadOnlyList<Repeat> Repeats { get; init; } = [];

    /// <summary>How many are open in that snapshot, when it was asked for.</summary>
    public long? Open { get; init; }
}

/// <summary>Columns that a repeat moves (<see cref="AlertBoardSql.Quiet"/>).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Repeat(long Id, int Count, DateTimeOffset LastSeenAt, DateTimeOffset? EndsAt);

/// <summary>
/// Reads open alerts and their changes. A position is a PostgreSQL snapshot; a row belongs to the changes when its marking
/// transaction was not visible in that snapshot, so a transaction that began before and committed after it is never missed.
/// </summary>
internal sealed class BoardReader(IDbContextFactory<OpsDbContext> contexts)
{
    /// <summary>Rows of one slice of <see cref="BoardRead.Repeats"/>.</summary>
    public const int Slice = 2000;

    private const string WorstFirst =
        "case a.severity when 'Critical' then 0 when 'Major' then 1 when 'Warning' then 2 else 3 end, a.id";

    private readonly LabelPool _pool = new();

    /// <summary>Every open alert, the worst ones when more than <paramref name="limit"/> are open.</summary>
    public async Task<BoardRead> AllAsync(int limit, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var connection = await OpenAsync(db, ct);

        // Marks from a restored dump can lie in this server's future and would look new for ever.
        await ExecuteAsync(connection, "update alerts set changed = pg_current_xact_id() where changed > pg_snapshot_xmax(pg_current_snapshot())", ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var position = await PositionAsync(connection, ct);
        var rows = await RowsAsync(connection, Limited($"select {AlertColumns.All} from alerts a where a.state <> 'Closed'", limit), ct);
        await transaction.CommitAsync(ct);
        return rows.Count > limit ? new BoardRead(position, rows.GetRange(0, limit), true) : new BoardRead(position, rows, false);
    }

    /// <summary>What changed since a position; with a slice of repeats after an alert's number, and a count, when asked for.</summary>
    public async Task<BoardRead> ChangedAsync(string since, long? repeatsAfter, bool count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var connection = await OpenAsync(db, ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var position = await PositionAsync(connection, ct);
        var oldest = ulong.Parse(since.AsSpan(0, since.IndexOf(':', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

        // The bound is written out, so that the planner sees how few rows lie behind it.
        var rows = await RowsAsync(
            connection,
            $"select {AlertColumns.All} from alerts a where a.changed >= '{oldest}'::xid8 and not pg_visible_in_snapshot(a.changed, '{since}'::pg_snapshot) order by a.id",
            ct);
        var repeats = repeatsAfter is { } after ? await RepeatsAsync(connection, after, ct) : [];
        long? open = count ? await ScalarAsync<long>(connection, "select count(*) from alerts where state <> 'Closed'", ct) : null;
        await transaction.CommitAsync(ct);
        return new BoardRead(position, rows, false) { Repeats = repeats, Open = open };
    }

    /// <summary>Rows of a query over <c>alerts a</c> that selects <see cref="AlertColumns.All"/>.</summary>
    private async Task<List<AlertRow>> RowsAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<AlertRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(AlertColumns.Read(reader, _pool));
        }

        return rows;
    }

    // Sorting in the server is only paid for when something must be left out.
    private static string Limited(string select, int limit) =>
        $"""
        with open as materialized (select count(*) as n from (select from alerts where state <> 'Closed' limit {limit + 1}) o)
        {select} and (select n from open) <= {limit}
        union all
        ({select} and (select n from open) > {limit} order by {WorstFirst} limit {limit + 1})
        """;

    private static async Task<List<Repeat>> RepeatsAsync(NpgsqlConnection connection, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select id, count, last_seen_at, ends_at from alerts where state <> 'Closed' and id > {after} order by id limit {Slice}", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var repeats = new List<Repeat>();
        while (await reader.ReadAsync(ct))
        {
            repeats.Add(new Repeat(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return repeats;
    }

    private static async Task<NpgsqlConnection> OpenAsync(OpsDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return (NpgsqlConnection)db.Database.GetDbConnection();
    }

    private static Task<string> PositionAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ScalarAsync<string>(connection, "select pg_current_snapshot()::text", ct);

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
