using System.Globalization;

namespace OpsBridge.Ui;

/// <summary>Durations in words, short enough for a column: "12 s", "41 min", "1 h 03", "2 d 5 h". The script console.js ticks with the same words.</summary>
public static class DurationText
{
    /// <summary>Words for a duration; a negative one counts as none.</summary>
    public static string Show(TimeSpan duration)
    {
        var seconds = Math.Max(0, (long)Math.Floor(duration.TotalSeconds));
        var minutes = seconds / 60;
        var hours = minutes / 60;
        var days = hours / 24;
        return (seconds, minutes, hours, days) switch
        {
            ( < 60, _, _, _) => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
            (_, < 60, _, _) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
            (_, _, < 24, _) => string.Create(CultureInfo.InvariantCulture, $"{hours} h {minutes % 60:00}"),
            (_, _, _, < 100) => string.Create(CultureInfo.InvariantCulture, $"{days} d {hours % 24} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{days} d"),
        };
    }

    /// <summary>A measured time with its unit: "240 ms", "4.2 s", "3.1 min".</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.#} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000:0.#} min"),
    };
}
