using Npgsql;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>An alert of the last days, open or closed, as far as previews need it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Labels">All labels.</param>
/// <param name="Summary">One line.</param>
/// <param name="Severity">How bad it was raised.</param>
/// <param name="StartsAt">When it began (UTC).</param>
/// <param name="EndedAt">When its condition went (UTC); null while it holds.</param>
/// <param name="AcknowledgedBy">Who took it on; null when nobody did.</param>
public sealed record PastAlert(long Id, Labels Labels, string Summary, AlertSeverity Severity, DateTimeOffset StartsAt, DateTimeOffset? EndedAt, string? AcknowledgedBy);

/// <summary>The alerts that previews run over.</summary>
/// <param name="Alerts">Newest first.</param>
/// <param name="Since">All since then (UTC); later than asked where there are too many.</param>
public sealed record PastAlertsView(IReadOnlyList<PastAlert> Alerts, DateTimeOffset Since);

/// <summary>Reads the alerts of the last seven days, at most 50,000, once per half minute however many previews are typed.</summary>
public sealed class PastAlerts(NpgsqlDataSource source, TimeProvider clock) : IDisposable
{
    /// <summary>How far back previews look.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(7);

    private const int Most = 50_000;
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (DateTimeOffset At, PastAlertsView View)? _last;

    /// <summary>Reads them.</summary>
    public async Task<PastAlertsView> ReadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (_last is not { } last || now - last.At > s_fresh)
            {
                _last = last = (now, await ReadSinceAsync(now - Span, ct));
            }

            return last.View;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<PastAlertsView> ReadSinceAsync(DateTimeOffset since, CancellationToken ct)
    {
        // The key ascends with the time of raising: the newest rows are found without an index on time.
        const string Sql =
            """
            select id, labels, summary, raised_severity, starts_at, coalesce(cleared_at, closed_at), acknowledged_by, raised_at
            from (select * from alerts order by id desc limit $2) newest where raised_at >= $1 order by id desc
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = since });
        command.Parameters.Add(new() { Value = Most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var alerts = new List<PastAlert>();
        var earliest = since;
        while (await reader.ReadAsync(ct))
        {
            alerts.Add(new PastAlert(
                reader.GetInt64(0),
                Labels.FromJson(reader.GetString(1)),
                reader.GetString(2),
                Enum.Parse<AlertSeverity>(reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
            earliest = alerts.Count == Most ? reader.GetFieldValue<DateTimeOffset>(7) : since;
        }

        return new PastAlertsView(alerts, earliest);
    }
}
