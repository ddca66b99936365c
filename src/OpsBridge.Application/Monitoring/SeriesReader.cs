using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>One number of one check, or one that people read on rounds, as something to choose.</summary>
/// <param name="CheckId">The check, or the step of the rounds.</param>
/// <param name="CheckName">Its name; <see cref="HandReadings.Words"/> for readings by hand.</param>
/// <param name="Kind">Its kind; <see cref="HandReadings.Kind"/> for readings by hand.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Unit">Unit as measured; empty when it has none.</param>
/// <param name="Limits">The check's limits on it; null when it has none.</param>
public sealed record SeriesChoice(Guid CheckId, string CheckName, string Kind, string Metric, string Unit, MetricThreshold? Limits);

/// <summary>A series over a span.</summary>
/// <param name="Metric">Name.</param>
/// <param name="Unit">Unit as measured.</param>
/// <param name="Bucket">Span that each point sums up.</param>
/// <param name="Points">Oldest first; spans without a value are left out.</param>
public sealed record SeriesView(string Metric, string Unit, TimeSpan Bucket, IReadOnlyList<SeriesPoint> Points);

/// <summary>What was measured in one span.</summary>
/// <param name="At">Its start (UTC).</param>
/// <param name="Average">Mean of its values.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
public sealed record SeriesPoint(DateTimeOffset At, double Average, double Min, double Max);

/// <summary>Reads numbers over time.</summary>
public interface ISeriesReader
{
    /// <summary>
    /// One series of a check, or of a step of rounds, in at most 300 spans of equal length; null when there is no such series.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is not after <paramref name="from"/>.</exception>
    Task<SeriesView?> ReadAsync(Guid checkId, string metric, DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct);

    /// <summary>Everything that is measured on an asset; response times first, those with limits before others.</summary>
    Task<IReadOnlyList<SeriesChoice>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISeriesReader"/>
public sealed class SeriesReader(NpgsqlDataSource source, IDbContextFactory<OpsDbContext> contexts) : ISeriesReader
{
    private const int MostBuckets = 300;

    /// <inheritdoc />
    public async Task<SeriesView?> ReadAsync(Guid checkId, string metric, DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Series>().AsNoTracking().SingleOrDefaultAsync(s => (s.CheckId == checkId && s.Name == metric) || s.StepId == checkId, ct) is not { } series)
        {
            return null;
        }

        const string Sql =
            """
            select date_bin($4, at, $2), avg(value), min(value), max(value) from samples
            where series_id = $1 and at >= $2 and at < $3 group by 1 order by 1
            """;
        var bucket = BucketOf(to - from);
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = series.Id });
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        command.Parameters.Add(new() { Value = bucket });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var points = new List<SeriesPoint>();
        while (await reader.ReadAsync(ct))
        {
            points.Add(new SeriesPoint(reader.GetFieldValue<DateTimeOffset>(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3)));
        }

        return new SeriesView(metric, series.Unit, bucket, points);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SeriesChoice>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (
            from s in db.Set<Series>().AsNoTracking()
            join c in db.Set<Check>() on s.CheckId equals (Guid?)c.Id
            where c.AssetId == assetId
            select new { Check = c, s.Name, s.Unit }).ToListAsync(ct);
        var byHand = await db.Set<Series>().AsNoTracking().Where(s => s.AssetId == assetId && s.StepId != null).OrderBy(s => s.Name).ToListAsync(ct);
        return [.. rows
            .Select(r => new SeriesChoice(r.Check.Id, r.Check.Name, r.Check.Settings.Kind, r.Name, r.Unit, r.Check.Thresholds.FirstOrDefault(t => t.Metric == r.Name)))
            .OrderBy(c => c.Metric == ProbeResult.Latency ? 0 : 1)
            .ThenBy(c => c.Limits is null ? 1 : 0)
            .ThenBy(c => c.Kind == "http" ? 0 : 1)
            .ThenBy(c => c.CheckName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(c => c.Metric, StringComparer.OrdinalIgnoreCase)
            .Concat(byHand.Select(s => new SeriesChoice(s.StepId!.Value, HandReadings.Words, HandReadings.Kind, s.Name, s.Unit, null)))];
    }

    /// <summary>Whole seconds, so that spans begin at round times.</summary>
    internal static TimeSpan BucketOf(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(span.TotalSeconds / MostBuckets)));
}
