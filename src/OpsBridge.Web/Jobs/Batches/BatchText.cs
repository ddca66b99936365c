using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Batches;

/// <summary>Batches in words.</summary>
public static class BatchText
{
    private static readonly DayOfWeek[] s_week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The days of the week, Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Week => s_week;

    /// <summary>State for <see cref="StatusMark"/>.</summary>
    public static string Tone(BatchMood mood) => mood switch
    {
        BatchMood.Late => "critical",
        BatchMood.AtRisk => "warning",
        BatchMood.Idle => "off",
        BatchMood.Done => "ok",
        _ => "info",
    };

    /// <summary>One or two words.</summary>
    public static string Word(BatchMood mood) => mood switch
    {
        BatchMood.AtRisk => "At risk",
        BatchMood.OnTime => "In time",
        BatchMood.Done => "Complete",
        BatchMood.Idle => "Nothing due",
        _ => "Late",
    };

    /// <summary>State for <see cref="StatusMark"/>.</summary>
    public static string Tone(BatchStep step) => step.Standing switch
    {
        StepStanding.Done => "ok",
        StepStanding.Running => "info",
        StepStanding.Stuck => "critical",
        StepStanding.NotDue => "off",
        _ => "pending",
    };

    /// <summary>One or two words.</summary>
    public static string Word(BatchStep step) => step.Standing == StepStanding.NotDue ? "Not due" : step.Standing.ToString();

    /// <summary>When it must be complete: "06:00 on weekdays (Europe/Zurich)".</summary>
    public static string When(BatchDetails details) => $"{details.By.ToString("HH:mm", CultureInfo.InvariantCulture)} {Days(details)} ({details.Zone})";

    /// <summary>On which days: "every day", "on weekdays", "on Mon, Thu".</summary>
    public static string Days(BatchDetails details)
    {
        var days = s_week.Where(details.Days.Contains).ToList();
        return days.Count == 7 ? "every day" : days.SequenceEqual(s_week.Take(5)) ? "on weekdays" : $"on {string.Join(", ", days.Select(d => d.ToString()[..3]))}";
    }

    /// <summary>Time to spare: "20 min to spare", "15 min late".</summary>
    public static string Slack(TimeSpan slack) => slack < TimeSpan.Zero ? $"{Span(-slack)} late" : $"{Span(slack)} to spare";

    /// <summary>A length of time to the minute, below one to the second.</summary>
    public static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? RunWords.Span(span) : JobText.Every(TimeSpan.FromMinutes(Math.Floor(span.TotalMinutes)));
}
