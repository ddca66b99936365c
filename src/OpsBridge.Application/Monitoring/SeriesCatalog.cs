using Npgsql;

namespace OpsBridge.Monitoring;

/// <summary>
/// Finds the small key of a check's metric, and makes one for a metric seen for the first time. A key is only remembered
/// once it has been read back as committed: the transaction that made it may yet fail.
/// </summary>
public sealed class SeriesCatalog
{
    private readonly Dictionary<(Guid CheckId, string Metric), int> _known = [];

    /// <summary>Keys of all series of the samples, within the connection's transaction.</summary>
    internal async Task<IReadOnlyDictionary<(Guid CheckId, string Metric), int>> IdsAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingSample> samples, CancellationToken ct)
    {
        var missing = samples.Where(s => !_known.ContainsKey((s.CheckId, s.Metric))).DistinctBy(s => (s.CheckId, s.Metric)).ToList();
        if (missing.Count == 0)
        {
            return _known;
        }

        var found = new Dictionary<(Guid, string), int>(_known);
        await ReadAsync(connection, missing, (key, id) => _known[key] = found[key] = id, ct);
        missing.RemoveAll(m => found.ContainsKey((m.CheckId, m.Metric)));
        if (missing.Count > 0)
        {
            await MakeAsync(connection, missing, ct);
            await ReadAsync(connection, missing, (key, id) => found[key] = id, ct);
        }

        return found;
    }

    private static async Task ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingSample> wanted, Action<(Guid, string), int> take, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select s.check_id, s.name, s.id from series s join unnest($1::uuid[], $2::text[]) w(check_id, name) using (check_id, name)", connection);
        command.Parameters.Add(new() { Value = wanted.Select(w => w.CheckId).ToArray() });
        command.Parameters.Add(new() { Value = wanted.Select(w => w.Metric).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            take((reader.GetGuid(0), reader.GetString(1)), reader.GetInt32(2));
        }
    }

    private static async Task MakeAsync(NpgsqlConnection connection, IReadOnlyList<PendingSample> missing, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into series (check_id, name, unit) select * from unnest($1::uuid[], $2::text[], $3::text[]) on conflict do nothing", connection);
        command.Parameters.Add(new() { Value = missing.Select(m => m.CheckId).ToArray() });
        command.Parameters.Add(new() { Value = missing.Select(m => m.Metric).ToArray() });
        command.Parameters.Add(new() { Value = missing.Select(m => m.Unit.Length <= 20 ? m.Unit : m.Unit[..20]).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
