namespace OpsBridge.Jobs.Batches;

/// <summary>The stretch of time that the drawing of a batch covers.</summary>
/// <param name="From">Its begin (UTC).</param>
/// <param name="To">Its end (UTC).</param>
public sealed record BatchScale(DateTimeOffset From, DateTimeOffset To)
{
    private const int MostTicks = 9;
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(30);
    private static readonly double[] s_steps = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080];

    /// <summary>Everything of a way, and of what is imagined beside it, with a little air.</summary>
    public static BatchScale Of(BatchForecast forecast, BatchForecast? imagined, DateTimeOffset now)
    {
        var steps = forecast.Steps.Concat(imagined?.Steps ?? []).ToList();
        List<DateTimeOffset> moments = [forecast.Day.By, .. steps.Select(s => s.Start).OfType<DateTimeOffset>(), .. steps.Select(s => s.End).OfType<DateTimeOffset>()];
        var (from, to) = (moments.Min(), moments.Max());
        from = now < from && from - now < TimeSpan.FromHours(2) ? now : from;
        to = now > to && now - to < TimeSpan.FromHours(2) ? now : to;
        var air = (to - from < s_least ? s_least : to - from) / 25;
        return new BatchScale(from - air, to + air);
    }

    /// <summary>Where a moment is: 0 at the begin, 1 at the end; what is outside stands at the edge.</summary>
    public double Place(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1);

    /// <summary>Round times (UTC) between begin and end, at most nine.</summary>
    public IReadOnlyList<DateTimeOffset> Ticks()
    {
        var every = TimeSpan.FromMinutes(s_steps.FirstOrDefault(s => (To - From) / TimeSpan.FromMinutes(s) <= MostTicks, s_steps[^1]));
        var ticks = new List<DateTimeOffset>();
        for (var at = new DateTimeOffset((From.Ticks / every.Ticks + 1) * every.Ticks, TimeSpan.Zero); at < To && ticks.Count < MostTicks; at += every)
        {
            ticks.Add(at);
        }

        return ticks;
    }
}
