using OpsBridge.Kernel;

namespace OpsBridge.Shifts.Staffing;

/// <summary>A stretch of work: stood in the past, planned ahead.</summary>
/// <param name="From">Its beginning (UTC).</param>
/// <param name="To">Its end (UTC).</param>
/// <param name="Zone">IANA zone of the desk, by which it is a night or not.</param>
public sealed record WorkStretch(DateTimeOffset From, DateTimeOffset To, string Zone);

/// <summary>How tired somebody must be, from the stretches of the 7 days before and after a moment.</summary>
/// <param name="HoursPast">Hours stood within the last 7 days.</param>
/// <param name="HoursAhead">Hours planned within the next 7 days.</param>
/// <param name="NightsInRow">The longest run of nights on consecutive days within both.</param>
/// <param name="LeastRest">The shortest rest between two stretches within both; null with fewer than two.</param>
public sealed record Fatigue(double HoursPast, double HoursAhead, int NightsInRow, TimeSpan? LeastRest)
{
    private const int NightHour = 3; // a night is what holds three o'clock in the morning
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>Judges the stretches of one person; those that touch count as one.</summary>
    public static Fatigue Of(IEnumerable<WorkStretch> stretches, DateTimeOffset now)
    {
        var work = Joined(stretches.Where(s => s.To > now - s_week && s.From < now + s_week && s.To > s.From));
        var nights = work.SelectMany(Nights).Distinct().Order().ToList();
        var rests = work.Zip(work.Skip(1), (before, after) => after.From - before.To).ToList();
        return new Fatigue(Hours(work, now - s_week, now), Hours(work, now, now + s_week), Longest(nights), rests.Count == 0 ? null : rests.Min());
    }

    /// <summary>What is too much, each in a few words; none when all is well.</summary>
    public IReadOnlyList<string> Flags(ShiftsOptions limits)
    {
        var flags = new List<string>();
        if (HoursPast > limits.MostHours || HoursAhead > limits.MostHours)
        {
            flags.Add(FormattableString.Invariant($"{Math.Max(HoursPast, HoursAhead):0.#} h in 7 days"));
        }

        if (NightsInRow > limits.MostNights)
        {
            flags.Add(FormattableString.Invariant($"{NightsInRow} nights in a row"));
        }

        if (LeastRest < TimeSpan.FromHours(limits.LeastRest))
        {
            flags.Add(FormattableString.Invariant($"{LeastRest.Value.TotalHours:0.#} h rest"));
        }

        return flags;
    }

    private static List<WorkStretch> Joined(IEnumerable<WorkStretch> stretches)
    {
        var joined = new List<WorkStretch>();
        foreach (var next in stretches.OrderBy(s => s.From))
        {
            if (joined.Count > 0 && next.From <= joined[^1].To)
            {
                joined[^1] = joined[^1] with { To = next.To > joined[^1].To ? next.To : joined[^1].To };
            }
            else
            {
                joined.Add(next);
            }
        }

        return joined;
    }

    private static double Hours(IEnumerable<WorkStretch> work, DateTimeOffset from, DateTimeOffset to) =>
        work.Sum(s => Math.Max(0, ((s.To < to ? s.To : to) - (s.From > from ? s.From : from)).TotalHours));

    private static IEnumerable<int> Nights(WorkStretch stretch)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(stretch.Zone, out var known) ? known : TimeZoneInfo.Utc;
        var (from, to) = (WallClock.Shown(stretch.From, zone), WallClock.Shown(stretch.To, zone));
        for (var night = from.Date.AddHours(NightHour); night < to; night = night.AddDays(1))
        {
            if (night >= from)
            {
                yield return DateOnly.FromDateTime(night).DayNumber;
            }
        }
    }

    private static int Longest(List<int> nights)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < nights.Count; i++)
        {
            run = i > 0 && nights[i] == nights[i - 1] + 1 ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
