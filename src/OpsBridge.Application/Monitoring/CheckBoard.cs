using System.Text.Json;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Monitoring;

/// <summary>Every check of assets that are not retired.</summary>
/// <param name="Rows">By site, asset and name.</param>
/// <param name="ReadAt">When they were read.</param>
public sealed record CheckBoardView(IReadOnlyList<CheckRow> Rows, DateTimeOffset ReadAt)
{
    /// <summary>Nothing read yet.</summary>
    public static CheckBoardView Empty { get; } = new([], DateTimeOffset.MinValue);
}

/// <summary>Reads all checks with their states.</summary>
public interface ICheckBoard
{
    /// <summary>Every check; shared by all screens of the process.</summary>
    Task<CheckBoardView> ReadAsync(Actor actor, CancellationToken ct);
}

/// <summary>
/// Definitions change rarely and cost most to read, states change twice a second: each is read once per change of its own
/// tables, and joined in memory.
/// </summary>
public sealed class CheckBoard : ICheckBoard, IDisposable
{
    /// <summary>Tables whose change changes the board.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["checks", "assets", "sites", ResultStore.Topic];

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private readonly SharedView<IReadOnlyList<CheckRow>> _definitions;
    private readonly SharedView<CheckBoardView> _view;

    /// <summary>A board that reads nothing before it is asked.</summary>
    public CheckBoard(NpgsqlDataSource source, LiveFeed feed, TimeProvider clock)
    {
        (_source, _clock) = (source, clock);
        _definitions = new SharedView<IReadOnlyList<CheckRow>>(feed, ["checks", "assets", "sites"], ReadDefinitionsAsync);
        _view = new SharedView<CheckBoardView>(feed, [.. Topics], ComputeAsync);
    }

    /// <inheritdoc />
    public Task<CheckBoardView> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        return _view.GetAsync(ct);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _definitions.Dispose();
        _view.Dispose();
    }

    private async Task<CheckBoardView> ComputeAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var definitions = await _definitions.GetAsync(ct);
        var states = await ReadStatesAsync(ct);
        var rows = new CheckRow[definitions.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = states.TryGetValue(definitions[i].Id, out var reading) ? definitions[i] with { Reading = reading } : definitions[i];
        }

        return new CheckBoardView(rows, now);
    }

    private async Task<IReadOnlyList<CheckRow>> ReadDefinitionsAsync(CancellationToken ct)
    {
        const string Sql =
            """
            select c.id, c.name, c.settings, c.enabled, c.interval, c.max_attempts, a.id, a.name, s.id, s.name
            from checks c join assets a on a.id = c.asset_id join sites s on s.id = a.site_id
            where a.retired_at is null order by s.name, a.name, c.name
            """;
        await using var command = _source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<CheckRow>();
        while (await reader.ReadAsync(ct))
        {
            var settings = JsonSerializer.Deserialize<ProbeSettings>(reader.GetString(2), MonitoringJson.Options)!;
            rows.Add(new CheckRow
            {
                Id = reader.GetGuid(0),
                Name = reader.GetString(1),
                Kind = settings.Kind,
                Target = settings.Describe(),
                Enabled = reader.GetBoolean(3),
                Interval = reader.GetTimeSpan(4),
                MaxAttempts = reader.GetInt32(5),
                AssetId = reader.GetGuid(6),
                AssetName = reader.GetString(7),
                SiteId = reader.GetGuid(8),
                SiteName = reader.GetString(9),
            });
        }

        return rows;
    }

    private async Task<Dictionary<Guid, CheckReading>> ReadStatesAsync(CancellationToken ct)
    {
        const string Sql =
            "select check_id, class, status, is_hard, attempt, flapping, since, last_result_at, because, summary, duration_ms from check_states";
        await using var command = _source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var states = new Dictionary<Guid, CheckReading>();
        while (await reader.ReadAsync(ct))
        {
            states.Add(reader.GetGuid(0), new CheckReading
            {
                Class = (CheckStateClass)reader.GetInt16(1),
                Status = (CheckStatus)reader.GetInt16(2),
                IsHard = reader.GetBoolean(3),
                Attempt = reader.GetInt32(4),
                Flapping = reader.GetBoolean(5),
                Since = reader.GetFieldValue<DateTimeOffset>(6),
                LastResultAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                Because = reader.IsDBNull(8) ? null : reader.GetString(8),
                Summary = reader.GetString(9),
                DurationMs = reader.GetDouble(10),
            });
        }

        return states;
    }
}
