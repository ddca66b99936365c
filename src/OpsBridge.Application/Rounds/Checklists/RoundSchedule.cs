using System.Text.Json.Serialization;
using OpsBridge.Kernel;

namespace OpsBridge.Rounds.Checklists;

/// <summary>What a checklist is bound to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoundTiming>))]
public enum RoundTiming
{
    /// <summary>The start of each shift of the desk.</summary>
    ShiftStart,

    /// <summary>The middle of each shift.</summary>
    ShiftMiddle,

    /// <summary>The end of each shift.</summary>
    ShiftEnd,

    /// <summary>A recurrence of its own.</summary>
    Recurring,
}

/// <summary>When rounds of a checklist are due.</summary>
/// <param name="Timing">What it is bound to.</param>
public sealed record RoundSchedule(RoundTiming Timing)
{
    /// <summary>The most minutes away from that point of a shift.</summary>
    public const int MostOffset = 12 * 60;

    /// <summary>Rounds of one checklist are at least so far apart.</summary>
    public static readonly TimeSpan LeastApart = TimeSpan.FromMinutes(5);

    /// <summary>How many starts of a recurrence are looked at before it is believed.</summary>
    private const int Examined = 300;

    /// <summary>Minutes after that point of the shift, negative before it.</summary>
    public int OffsetMinutes { get; init; }

    /// <summary>Names of the shifts that it is bound to, for example Early; none: every shift.</summary>
    public IReadOnlyList<string> Shifts { get; init; } = [];

    /// <summary>Quartz cron expression, for <see cref="RoundTiming.Recurring"/>.</summary>
    public string Cron { get; init; } = "";

    /// <summary>IANA zone on whose clocks the expression is read.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Why this cannot be a schedule, in plain words; null when it can.</summary>
    public string? Fault(DateTimeOffset now)
    {
        if (!Enum.IsDefined(Timing))
        {
            return "Choose what it is bound to.";
        }

        if (Timing != RoundTiming.Recurring)
        {
            return OffsetFault();
        }

        var (recurrence, error) = Recurrence.Create(Cron, Zone);
        if (recurrence is null)
        {
            return error;
        }

        var starts = recurrence.StartsFrom(now).Take(Examined).Select(s => s.At).ToList();
        return starts.Count == 0 ? "It would never be due."
            : starts.Zip(starts.Skip(1)).Any(p => p.Second - p.First < LeastApart) ? "Rounds are at least 5 minutes apart."
            : null;
    }

    /// <summary>The moment within a shift; never outside of it.</summary>
    internal DateTimeOffset Within(DateTimeOffset starts, DateTimeOffset ends)
    {
        var point = Timing switch
        {
            RoundTiming.ShiftStart => starts,
            RoundTiming.ShiftMiddle => starts + ((ends - starts) / 2),
            _ => ends,
        };
        var due = point + TimeSpan.FromMinutes(OffsetMinutes);
        var last = ends - TimeSpan.FromMinutes(1);
        return due < starts ? starts : due > last && last > starts ? last : due;
    }

    private string? OffsetFault() => (Timing, OffsetMinutes) switch
    {
        (_, < -MostOffset or > MostOffset) => "At most 720 minutes away from that point of the shift.",
        (RoundTiming.ShiftStart, < 0) => "A round at the start of a shift is due at it or after it.",
        (RoundTiming.ShiftEnd, > 0) => "A round at the end of a shift is due at it or before it.",
        _ => null,
    };
}
