using System.Globalization;

namespace OpsBridge.Jobs;

/// <summary>How spans are said in alerts and the timeline.</summary>
internal static class JobWords
{
    /// <summary>The two largest units: "3 h 5 min", "12 s", "0.4 s".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min{(span.Seconds == 0 ? "" : $" {span.Seconds} s")}"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h{(span.Minutes == 0 ? "" : $" {span.Minutes} min")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d{(span.Hours == 0 ? "" : $" {span.Hours} h")}"),
    };
}
