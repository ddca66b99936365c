using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts.Board;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Archive;

/// <summary>The rows that a filter lets through as far as SQL can say, in the order of the archive.</summary>
internal sealed class ArchiveRows
{
    private const string Names =
        "(select n.name from assets n where n.id = a.asset_id), (select n.site_id from assets n where n.id = a.asset_id), (select s.name from assets n join sites s on s.id = n.site_id where n.id = a.asset_id)";

    private readonly NpgsqlConnection _connection;
    private readonly List<object> _values = [];
    private readonly LabelPool _pool = new();
    private readonly string _where;

    private ArchiveRows(NpgsqlConnection connection, ArchiveFilter filter)
    {
        _connection = connection;
        var conditions = new List<string> { $"a.raised_at >= {Value(filter.From)}", $"a.raised_at < {Value(filter.To)}" };
        if (filter.Severity is { } severity)
        {
            conditions.Add($"a.severity = {Value(severity.ToString())}");
        }

        if (filter.Source is { } source)
        {
            conditions.Add($"a.source = {Value(source)}");
        }

        if (filter.SiteId is { } site)
        {
            conditions.Add($"a.asset_id in (select id from assets where site_id = {Value(site)})");
        }

        if (filter.ClosedOnly)
        {
            conditions.Add("a.state = 'Closed'");
        }

        _where = string.Join(" and ", conditions);
    }

    public static async Task<ArchiveRows> OpenAsync(OpsDbContext db, ArchiveFilter filter, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return new ArchiveRows((NpgsqlConnection)db.Database.GetDbConnection(), filter);
    }

    /// <summary>At most <paramref name="count"/> rows after a place, or before it from the nearest on.</summary>
    public async Task<List<AlertRow>> ReadAsync(ArchivePlace? place, bool backwards, int count, CancellationToken ct)
    {
        var (sign, order) = backwards ? (">", "asc") : ("<", "desc");
        await using var command = Command($"select {AlertColumns.All}, {Names} from alerts a where {_where}");
        if (place is not null)
        {
            command.CommandText += string.Create(CultureInfo.InvariantCulture, $" and (a.raised_at, a.id) {sign} (${command.Parameters.Count + 1}, ${command.Parameters.Count + 2})");
            command.Parameters.Add(new NpgsqlParameter { Value = place.RaisedAt });
            command.Parameters.Add(new NpgsqlParameter { Value = place.Id });
        }

        command.CommandText += string.Create(CultureInfo.InvariantCulture, $" order by a.raised_at {order}, a.id {order} limit {count}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<AlertRow>();
        var name = reader.FieldCount - 3;
        while (await reader.ReadAsync(ct))
        {
            var row = AlertColumns.Read(reader, _pool);
            rows.Add(reader.IsDBNull(name)
                ? row
                : row with { AssetName = reader.GetString(name), SiteId = reader.GetGuid(name + 1), SiteName = reader.GetString(name + 2) });
        }

        return rows;
    }

    /// <summary>The place of the row after so many; null when there are not so many. Reads the index only, unless a filter needs more.</summary>
    public async Task<ArchivePlace?> SkipAsync(long rows, CancellationToken ct)
    {
        await using var command = Command(string.Create(
            CultureInfo.InvariantCulture, $"select a.raised_at, a.id from alerts a where {_where} order by a.raised_at desc, a.id desc offset {rows} limit 1"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new ArchivePlace(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1)) : null;
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, _connection);
        _values.ForEach(v => command.Parameters.Add(new NpgsqlParameter { Value = v }));
        return command;
    }

    private string Value(object value)
    {
        _values.Add(value);
        return $"${_values.Count.ToString(CultureInfo.InvariantCulture)}";
    }
}
