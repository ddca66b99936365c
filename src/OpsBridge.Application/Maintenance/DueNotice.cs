using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Something that is to be said about a silence or window, unless it has been said.</summary>
/// <param name="Kind">Silence or window.</param>
/// <param name="Id">Its key.</param>
/// <param name="Name">Comment or name.</param>
/// <param name="What">What is to be said.</param>
/// <param name="DueAt">The start or end that it is about (UTC).</param>
/// <param name="Scope">What it hides.</param>
internal sealed record DueNotice(SuppressorKind Kind, Guid Id, string Name, NoticeKind What, DateTimeOffset DueAt, QuickScope Scope)
{
    /// <summary>The longest time before the end at which is warned.</summary>
    private static readonly TimeSpan s_longestLead = TimeSpan.FromMinutes(15);

    /// <summary>Starts and ends longer ago than this are not said any more: OpsBridge was not running.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromDays(1);

    /// <summary>From when on is said what is due by the moment.</summary>
    public static DateTimeOffset Since(DateTimeOffset now) => now - s_late;

    /// <summary>15 minutes, or a third of a short stretch.</summary>
    public static DateTimeOffset WarnAt(DateTimeOffset start, DateTimeOffset end) =>
        end - ((end - start) / 3 < s_longestLead ? (end - start) / 3 : s_longestLead);

    /// <summary>What is due about a silence.</summary>
    public static IEnumerable<DueNotice> Of(Silence silence, DateTimeOffset now)
    {
        var scope = new QuickScope(silence.Matchers, null, null);
        return Of(SuppressorKind.Silence, silence.Id, silence.Comment, new WindowStretch(silence.StartsAt, silence.EndsAt), scope, now)
            .Where(d => d.What != NoticeKind.Started && silence.EndsAt > silence.StartsAt);
    }

    /// <summary>What is due about a window.</summary>
    public static IEnumerable<DueNotice> Of(PlannedWindow planned, DateTimeOffset now) =>
        planned.Schedule.EndingAfter(Since(now)).TakeWhile(s => s.Start <= now)
            .SelectMany(s => Of(SuppressorKind.Window, planned.Window.Id, planned.Window.Name, s, planned.Scope, now));

    private static IEnumerable<DueNotice> Of(SuppressorKind kind, Guid id, string name, WindowStretch stretch, QuickScope scope, DateTimeOffset now)
    {
        if (stretch.Start <= now && stretch.Start > Since(now))
        {
            yield return new DueNotice(kind, id, name, NoticeKind.Started, stretch.Start, scope);
        }

        if (stretch.End <= now && stretch.End > Since(now))
        {
            yield return new DueNotice(kind, id, name, NoticeKind.Ended, stretch.End, scope);
        }
        else if (stretch.End > now && WarnAt(stretch.Start, stretch.End) <= now)
        {
            yield return new DueNotice(kind, id, name, NoticeKind.EndsSoon, stretch.End, scope);
        }
    }
}
