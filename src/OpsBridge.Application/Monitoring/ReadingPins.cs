using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Monitoring;

/// <summary>
/// A point of a chart, as the key of a pin: which number, from when (UTC) and over which span. A chart over a long time shows
/// the mean of each span, and what was looked at is what is pinned.
/// </summary>
/// <param name="CheckId">The check.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="At">Begin of the span (UTC).</param>
/// <param name="Span">Its length; 1 second to 7 days.</param>
public sealed record ReadingKey(Guid CheckId, string Metric, DateTimeOffset At, TimeSpan Span)
{
    private static readonly double s_most = TimeSpan.FromDays(7).TotalSeconds;

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static ReadingKey? Parse(string text)
    {
        var parts = text.Split('/', 4);
        return parts.Length == 4 && Guid.TryParse(parts[0], out var check)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - (long)(s_most * 8000)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1 && seconds <= s_most
            ? new ReadingKey(check, parts[3], DateTimeOffset.FromUnixTimeMilliseconds(at), TimeSpan.FromSeconds(seconds))
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CheckId}/{At.ToUnixTimeMilliseconds()}/{(int)Span.TotalSeconds}/{Metric}");
}

/// <summary>Pins a point of a chart to the log book, with what was measured before and after: the samples themselves are dropped after some weeks.</summary>
internal sealed class ReadingPins : IPinSource
{
    private const int Around = 6;

    /// <inheritdoc />
    public string Kind => "reading";

    /// <inheritdoc />
    public string Permission => Permissions.ViewChecks;

    /// <inheritdoc />
    public async Task<PinSnapshot?> TakeAsync(OpsDbContext db, string key, DateTimeOffset now, CancellationToken ct)
    {
        if (ReadingKey.Parse(key) is not { } point
            || await db.Set<Check>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == point.CheckId, ct) is not { } check
            || await db.Set<Series>().AsNoTracking().SingleOrDefaultAsync(s => s.CheckId == point.CheckId && s.Name == point.Metric, ct) is not { } series)
        {
            return null;
        }

        var spans = await SpansAsync(db, series.Id, point, ct);
        if (spans.Find(s => s.At == point.At) is not { } here)
        {
            return null; // nothing was measured then, or it is dropped already
        }

        var asset = await db.Set<Asset>().Where(a => a.Id == check.AssetId).Select(a => a.Name).SingleAsync(ct);
        return new PinSnapshot(Kind, key, $"{point.Metric} of {check.Name} on {asset}: {Value(here.Mean, series)}", $"/assets/{check.AssetId}", now)
        {
            AssetId = check.AssetId,
            Facts = [.. Facts(point, check, series, asset, here, spans)],
        };
    }

    private static IEnumerable<PinFact> Facts(ReadingKey point, Check check, Series series, string asset, Span here, List<Span> spans)
    {
        (string Name, string? Value)[] facts =
        [
            (here.Samples == 1 ? "Value" : "Mean", Value(here.Mean, series)),
            ("Measured", here.Samples == 1 ? CheckPins.Time(here.At) : string.Create(CultureInfo.InvariantCulture, $"{here.Samples} times from {CheckPins.Time(point.At)} on, within {point.Span.TotalSeconds:0} s")),
            ("Lowest", here.Samples == 1 ? null : Value(here.Least, series)),
            ("Highest", here.Samples == 1 ? null : Value(here.Most, series)),
            ("Limits", CheckPins.Limits(check.Thresholds.FirstOrDefault(t => t.Metric == point.Metric))),
            ("Check", check.Name),
            ("Target", check.Settings.Describe()),
            ("Asset", asset),
            ("Around it", string.Join('\n', spans.Select(s => $"{CheckPins.Time(s.At)}  {Value(s.Mean, series)}{(s.At == point.At ? "  ←" : "")}"))),
        ];
        return from fact in facts where !string.IsNullOrEmpty(fact.Value) select new PinFact(fact.Name, fact.Value!);
    }

    private static Task<List<Span>> SpansAsync(OpsDbContext db, int series, ReadingKey point, CancellationToken ct)
    {
        var (at, from, until) = (point.At.UtcDateTime, (point.At - (point.Span * Around)).UtcDateTime, (point.At + (point.Span * (Around + 1))).UtcDateTime);
        return db.Database.SqlQuery<Span>(
            $"""
            select date_bin({point.Span}, at, {at}) as at, avg(value) as mean, min(value) as least, max(value) as most, count(*)::int as samples
            from samples where series_id = {series} and at >= {from} and at < {until} group by 1 order by 1
            """).ToListAsync(ct);
    }

    private static string Value(double value, Series series) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {series.Unit}").TrimEnd();

    private sealed record Span(DateTimeOffset At, double Mean, double Least, double Most, int Samples);
}
