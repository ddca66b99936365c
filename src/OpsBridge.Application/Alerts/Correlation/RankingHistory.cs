using System.Globalization;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Correlation;

/// <summary>An alert that was ranked otherwise just now.</summary>
/// <param name="Change">How.</param>
/// <param name="Summary">Its one line.</param>
/// <param name="AssetId">The asset it is on.</param>
internal sealed record RankedRow(RankingChange Change, string Summary, Guid? AssetId);

/// <summary>
/// Rankings as the timeline tells them: what an operator does, alert by alert; what OpsBridge does by itself, which may be
/// thousands at once, in one entry per cause. The step of each single alert is in its own history anyway.
/// </summary>
internal static class RankingHistory
{
    private const int MostNamed = 100;

    /// <summary>One alert.</summary>
    public static Happening Of(RankedRow row)
    {
        var (change, summary, asset) = row;
        var (verb, words) = change.Cause is { } cause ? ("ranked", $"symptom of #{Id(cause)}: {summary}") : ("unranked", $"stands for itself: {summary}");
        return new Happening($"alert.{verb}", Id(change.AlertId), words)
        {
            AssetId = asset,
            Before = new { Cause = change.SeenCause, From = change.SeenFrom?.ToString() },
            After = new { change.Cause, From = change.From?.ToString() },
            Why = change.Why,
        };
    }

    /// <summary>Everything that moved to or from a cause, in one entry about the cause.</summary>
    public static IEnumerable<Happening> ByCause(IReadOnlyList<RankedRow> rows)
    {
        var gained = rows.Where(r => r.Change.Cause is not null).GroupBy(r => r.Change.Cause!.Value);
        var lost = rows.Where(r => r.Change is { Cause: null, SeenCause: not null }).GroupBy(r => r.Change.SeenCause!.Value);
        return gained.Select(g => About(g, "ranked", g.Count() == 1 ? "is a symptom of it" : "are symptoms of it"))
            .Concat(lost.Select(g => About(g, "unranked", g.Count() == 1 ? "stands for itself again" : "stand for themselves again")));
    }

    private static Happening About(IGrouping<long, RankedRow> group, string verb, string words)
    {
        var ids = group.Select(r => r.Change.AlertId).Order().ToList();
        var named = string.Join(", ", ids.Take(3).Select(i => $"#{Id(i)}"));
        var text = ids.Count switch
        {
            1 => $"{named} {words}: {group.First().Summary}",
            <= 3 => $"{named} {words}",
            _ => $"{ids.Count.ToString("N0", CultureInfo.InvariantCulture)} alerts {words}: {named} …",
        };
        return new Happening($"alert.{verb}", Id(group.Key), text)
        {
            After = new { Count = ids.Count, Alerts = ids.Take(MostNamed) },
            Why = group.First().Change.Why,
        };
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
