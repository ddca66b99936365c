using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Monitoring;

/// <summary>Writes one batch of observations in one transaction and announces it once.</summary>
public sealed class ResultStore(NpgsqlDataSource source, IDbContextFactory<OpsDbContext> contexts, SeriesCatalog series)
{
    /// <summary>Topic that is announced after each batch.</summary>
    public const string Topic = "check_states";

    private static readonly Actor s_poller = Actor.Internal("OpsBridge", Permissions.ReportAlerts);
    private readonly HashSet<(string Table, DateOnly Day)> _days = [];

    /// <summary>Stores everything or nothing. Checks deleted meanwhile are left out.</summary>
    public async Task StoreAsync(ResultBatch batch, CancellationToken ct)
    {
        await MakeRoomAsync(batch, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var alive = await LockChecksAsync(connection, batch, ct);
        var watched = alive.Where(c => c.Value).Select(c => c.Key).ToHashSet();
        await UpsertStatesAsync(connection, [.. batch.Latest.Where(o => alive.ContainsKey(o.Check.Id))], ct);
        await CopyChangesAsync(connection, [.. batch.Changes.Where(c => alive.ContainsKey(c.Seen.Check.Id))], ct);
        await CopySamplesAsync(connection, batch, alive, ct);
        var signals = batch.Signals.Where(s => watched.Contains(s.CheckId!.Value)).ToList();
        if (signals.Count > 0)
        {
            await ApplySignals.WithinAsync(db, signals, s_poller, ct);
        }

        await AnnounceAsync(connection, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A batch may hold times of any day (the database was away over midnight, the clock was set): make the partitions.</summary>
    private async Task MakeRoomAsync(ResultBatch batch, CancellationToken ct)
    {
        var wanted = batch.Samples.Select(s => ("samples", DateOnly.FromDateTime(s.At.UtcDateTime)))
            .Concat(batch.Changes.Select(c => ("check_changes", DateOnly.FromDateTime(c.Change.At.UtcDateTime))))
            .Distinct()
            .Where(d => !_days.Contains(d));
        foreach (var (table, day) in wanted.ToList())
        {
            await DayPartitions.EnsureAsync(source, table, day, day, ct);
            _days.Add((table, day));
        }
    }

    /// <summary>The checks that still exist, kept from being deleted until the commit; true when they are watched as well.</summary>
    private static async Task<Dictionary<Guid, bool>> LockChecksAsync(NpgsqlConnection connection, ResultBatch batch, CancellationToken ct)
    {
        const string Sql =
            """
            select c.id, c.enabled and a.retired_at is null from checks c join assets a on a.id = c.asset_id
            where c.id = any($1) order by c.id for key share of c
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new() { Value = batch.Latest.Select(o => o.Check.Id).Union(batch.Samples.Select(s => s.CheckId)).ToArray() });
        var alive = new Dictionary<Guid, bool>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            alive.Add(reader.GetGuid(0), reader.GetBoolean(1));
        }

        return alive;
    }

    private static async Task UpsertStatesAsync(NpgsqlConnection connection, IReadOnlyList<CheckObservation> seen, CancellationToken ct)
    {
        const string Sql =
            """
            insert into check_states (check_id, class, status, is_hard, attempt, hard_status, since, last_result_at, flapping, history,
                last_measured, because, summary, detail, duration_ms)
            select * from unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::boolean[], $5::int[], $6::smallint[], $7::timestamptz[],
                $8::timestamptz[], $9::boolean[], $10::int[], $11::smallint[], $12::text[], $13::text[], $14::text[], $15::float8[])
            on conflict (check_id) do update set class = excluded.class, status = excluded.status, is_hard = excluded.is_hard,
                attempt = excluded.attempt, hard_status = excluded.hard_status, since = excluded.since, last_result_at = excluded.last_result_at,
                flapping = excluded.flapping, history = excluded.history, last_measured = excluded.last_measured, because = excluded.because,
                summary = excluded.summary, detail = excluded.detail, duration_ms = excluded.duration_ms
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        void Column<T>(Func<CheckObservation, T> value) => command.Parameters.Add(new() { Value = seen.Select(value).ToArray() });
        Column(o => o.Check.Id);
        Column(o => (short)o.State.Class);
        Column(o => (short)o.State.Status);
        Column(o => o.State.IsHard);
        Column(o => o.State.Attempt);
        Column(o => (short)o.State.HardStatus);
        Column(o => o.State.Since.UtcDateTime);
        Column(o => o.State.LastResultAt?.UtcDateTime);
        Column(o => o.State.Flapping);
        Column(o => (int)o.State.History.Bits);
        Column(o => (short)o.State.LastMeasured);
        Column(o => Text(o.State.Because, 300));
        Column(o => Text(o.Result?.Summary ?? o.Reason, 500) ?? "");
        Column(o => Text(o.Result?.Detail, 8000));
        Column(o => o.Result?.Duration.TotalMilliseconds ?? 0);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task CopyChangesAsync(
        NpgsqlConnection connection, IReadOnlyList<(CheckObservation Seen, StateTransition Change)> changes, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy check_changes (check_id, at, kind, class, status, is_hard, summary) from stdin (format binary)", ct);
        foreach (var (seen, change) in changes)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(seen.Check.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(change.At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync((short)change.Kind, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync((short)seen.State.Class, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync((short)change.To, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync(seen.State.IsHard, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(Text(seen.Result?.Summary ?? change.Because, 500) ?? "", NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private async Task CopySamplesAsync(NpgsqlConnection connection, ResultBatch batch, Dictionary<Guid, bool> alive, CancellationToken ct)
    {
        var samples = batch.Samples.Where(s => alive.ContainsKey(s.CheckId)).ToList();
        var ids = await series.IdsAsync(connection, samples, ct);
        await using var copy = await connection.BeginBinaryImportAsync("copy samples (series_id, at, value) from stdin (format binary)", ct);
        foreach (var sample in samples)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(ids[(sample.CheckId, sample.Metric)], NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(sample.At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(sample.Value, NpgsqlDbType.Double, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task AnnounceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection);
        command.Parameters.Add(new() { Value = LiveTableSql.Channel });
        command.Parameters.Add(new() { Value = Topic });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string? Text(string? text, int max)
    {
        var clean = text?.Replace('\0', ' ');
        return clean is null || clean.Length <= max ? clean : clean[..(max - 1)] + "…";
    }
}
