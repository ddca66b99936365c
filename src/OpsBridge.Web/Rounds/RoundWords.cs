using OpsBridge.Kernel;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Ui;

namespace OpsBridge.Rounds;

/// <summary>Rounds in the words that operators read.</summary>
internal static class RoundWords
{
    /// <summary>A state.</summary>
    public static string Of(RoundState state) => state switch
    {
        RoundState.InProgress => "In progress",
        RoundState.DoneWithDeviations => "Done with deviations",
        RoundState.NotDone => "Not done",
        _ => state.ToString(),
    };

    /// <summary>The state of <see cref="StatusMark"/> that it looks like.</summary>
    public static string Tone(RoundState state) => state switch
    {
        RoundState.Done => "ok",
        RoundState.DoneWithDeviations or RoundState.Skipped => "warning",
        RoundState.Overdue => "major",
        RoundState.NotDone => "down",
        RoundState.InProgress => "maintenance",
        _ => "pending",
    };

    /// <summary>A verdict; good ones are quiet.</summary>
    public static string Tone(Verdict verdict) => verdict switch
    {
        Verdict.Alarm => "critical",
        Verdict.Warn => "warning",
        _ => "ok",
    };

    /// <summary>Limits in one line, for example "20 to 27 °C, alarm above 32"; empty for none.</summary>
    public static string Limits(ChecklistStep step)
    {
        var (limits, unit) = (step.Limits, step.Unit.Length == 0 ? "" : $" {step.Unit}");
        var good = (limits.WarnBelow ?? limits.AlarmBelow, limits.WarnAbove ?? limits.AlarmAbove) switch
        {
            ({ } low, { } high) => $"{ReadingText.Show(low)} to {ReadingText.Show(high)}{unit}",
            ({ } low, null) => $"{ReadingText.Show(low)}{unit} or more",
            (null, { } high) => $"up to {ReadingText.Show(high)}{unit}",
            _ => "",
        };
        var alarm = (limits.WarnBelow is null ? null : limits.AlarmBelow, limits.WarnAbove is null ? null : limits.AlarmAbove) switch
        {
            ({ } low, { } high) => $", alarm below {ReadingText.Show(low)} or above {ReadingText.Show(high)}",
            ({ } low, null) => $", alarm below {ReadingText.Show(low)}",
            (null, { } high) => $", alarm above {ReadingText.Show(high)}",
            _ => "",
        };
        return step.Kind == StepKind.Meter && good.Length > 0 ? $"Ran {good}{alarm}" : good + alarm;
    }

    /// <summary>When rounds of a checklist are due.</summary>
    public static string Of(RoundSchedule schedule)
    {
        if (schedule.Timing == RoundTiming.Recurring)
        {
            return $"{CronText.Say(schedule.Cron ?? "")} ({schedule.Zone})";
        }

        var point = schedule.Timing switch { RoundTiming.ShiftStart => "start", RoundTiming.ShiftMiddle => "middle", _ => "end" };
        var shifts = schedule.Shifts.Count == 0 ? "every shift" : $"{string.Join(", ", schedule.Shifts)}";
        var away = TimeSpan.FromMinutes(Math.Abs(schedule.OffsetMinutes));
        return schedule.OffsetMinutes == 0 ? $"At the {point} of {shifts}" : $"{DurationText.Show(away)} {(schedule.OffsetMinutes < 0 ? "before" : "after")} the {point} of {shifts}";
    }

    /// <summary>What a step asks for.</summary>
    public static string Of(StepKind kind) => kind switch
    {
        StepKind.Tick => "Tick",
        StepKind.Number => "Number",
        StepKind.Choice => "Choice",
        StepKind.Text => "Text",
        StepKind.Photo => "Photo",
        _ => "Meter",
    };

    /// <summary>A number with its thing.</summary>
    public static string Many(int number, string one) => number == 1 ? $"1 {one}" : $"{number} {one}s";
}
