namespace OpsBridge.Ui;

/// <summary>Word, colour class and shape of every severity and state. Any spelling of an enum value is understood: "NoData", "no data", "no_data".</summary>
internal static class Tones
{
    public static Tone Severity(string? value) => Normal(value) switch
    {
        "critical" => new("Critical", "critical", "critical"),
        "major" => new("Major", "major", "major"),
        "warning" => new("Warning", "warning", "warning"),
        "info" or "information" => new("Info", "info", "info"),
        _ => new("Unknown", "unknown", "unknown"),
    };

    public static Tone Status(string? value) => Normal(value) switch
    {
        "ok" or "up" => new("OK", "ok", "ok"),
        "warning" => new("Warning", "warning", "warning"),
        "major" => new("Major", "major", "major"),
        "critical" => new("Critical", "critical", "critical"),
        "down" => new("Down", "critical", "critical"),
        "unreachable" => new("Unreachable", "unknown", "unreachable"),
        "nodata" => new("No data", "unknown", "nodata"),
        "flapping" => new("Flapping", "major", "flapping"),
        "paused" => new("Paused", "off", "paused"),
        "maintenance" or "inwindow" => new("In window", "off", "window"),
        "off" => new("Off", "off", "paused"),
        "pending" => new("Pending", "off", "pending"),
        "info" => new("Info", "info", "info"),
        _ => new("Unknown", "unknown", "unknown"),
    };

    /// <summary>Class suffix for facts, tiles and boxes; "" for no colour.</summary>
    public static string Class(string? tone) => string.IsNullOrEmpty(tone) ? "" : $"is-{Status(tone).Colour}";

    private static string Normal(string? value) =>
        value is null ? "" : string.Concat(value.Where(char.IsLetter).Select(char.ToLowerInvariant));
}

/// <summary>How one state is shown.</summary>
/// <param name="Word">Word beside the shape.</param>
/// <param name="Colour">Colour class of app.css.</param>
/// <param name="Shape">Name of the shape in <see cref="Shape"/>.</param>
internal sealed record Tone(string Word, string Colour, string Shape);
