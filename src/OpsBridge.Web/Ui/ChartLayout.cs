using System.Globalization;
using System.Text;

namespace OpsBridge.Ui;

/// <summary>Places values in the drawing of a <see cref="LineChart"/>. Coordinates are in units of the view box, y downwards.</summary>
internal sealed class ChartLayout
{
    public const double Left = 46;
    public const double Top = 8;
    private static readonly TimeSpan[] s_steps =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    public ChartLayout(DateTimeOffset from, DateTimeOffset to, double width, double height, IEnumerable<double> values)
    {
        (From, To, Width, Height) = (from, to > from ? to : from.AddSeconds(1), width, height);
        var known = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var low = Math.Min(0, known.Min());
        Step = NiceStep(Math.Max(known.Max() - low, 1e-9), 4);
        Low = Math.Floor(low / Step) * Step;
        High = Math.Max(Math.Ceiling(known.Max() / Step) * Step, Low + Step);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public double Width { get; }

    public double Height { get; }

    public double Low { get; }

    public double High { get; }

    public double Step { get; }

    public double Right => Width - 8;

    public double Bottom => Height - 20;

    public double X(DateTimeOffset at) => Left + ((at - From) / (To - From) * (Right - Left));

    public double Y(double value) => Bottom - ((value - Low) / (High - Low) * (Bottom - Top));

    /// <summary>Values at which a horizontal line is drawn.</summary>
    public IEnumerable<double> ValueTicks()
    {
        var count = (int)Math.Round((High - Low) / Step);
        return Enumerable.Range(0, count + 1).Select(i => Low + (i * Step));
    }

    /// <summary>Round clock times in the viewer's zone, at most eight.</summary>
    public IEnumerable<DateTimeOffset> TimeTicks(TimeZoneInfo zone)
    {
        var step = Array.Find(s_steps, s => (To - From) / s <= 8);
        step = step == TimeSpan.Zero ? (To - From) / 4 : step;
        var offset = TimeZoneInfo.ConvertTime(From, zone).Offset;
        var first = new DateTimeOffset((((From.UtcTicks + offset.Ticks) / step.Ticks) + 1) * step.Ticks, TimeSpan.Zero) - offset;
        for (var at = first; at <= To; at += step)
        {
            yield return at;
        }
    }

    /// <summary>Path of a series. A missing value, or more than <paramref name="maxGap"/> without one, breaks the line.</summary>
    public string Path(IReadOnlyList<ChartPoint> points, TimeSpan? maxGap)
    {
        var path = new StringBuilder();
        DateTimeOffset? last = null;
        foreach (var point in points)
        {
            if (point.Value is not { } value || point.At < From || point.At > To)
            {
                last = null;
                continue;
            }
            var joined = last is { } before && (maxGap is null || point.At - before <= maxGap);
            path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{X(point.At):0.#} {Y(value):0.#}");
            // A lone value between two gaps would draw nothing without a length.
            path.Append(joined ? "" : "h.01");
            last = point.At;
        }
        return path.ToString();
    }

    /// <summary>At most about two points for each unit of width: the least and the greatest of each bucket, so that no spike is lost.</summary>
    public static IReadOnlyList<ChartPoint> Thin(IReadOnlyList<ChartPoint> points, int most)
    {
        if (points.Count <= most)
        {
            return points;
        }
        var size = (int)Math.Ceiling(points.Count * 2.0 / most);
        var thin = new List<ChartPoint>(most + 2);
        foreach (var bucket in points.Chunk(size))
        {
            var known = bucket.Where(p => p.Value is not null).ToList();
            if (known.Count == 0 || known.Count < bucket.Length)
            {
                thin.Add(bucket.First(p => p.Value is null));
            }
            if (known.Count > 0)
            {
                thin.Add(known.MinBy(p => p.Value));
                thin.Add(known.MaxBy(p => p.Value));
            }
        }
        return [.. thin.DistinctBy(p => p.At).OrderBy(p => p.At)];
    }

    private static double NiceStep(double span, int count)
    {
        var raw = span / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
