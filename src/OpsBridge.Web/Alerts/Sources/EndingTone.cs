namespace OpsBridge.Alerts.Sources;

/// <summary>How the end of a condition is shown: silence is not recovery, so each has a word and a shape of its own.</summary>
/// <param name="Word">Word beside the shape.</param>
/// <param name="Colour">Colour class of app.css.</param>
/// <param name="Shape">Name of the shape.</param>
/// <param name="Title">What it means, in a sentence.</param>
internal sealed record EndingTone(string Word, string Colour, string Shape, string Title)
{
    /// <summary>The tone; null while the condition holds.</summary>
    public static EndingTone? Of(AlertEnding? ending) => ending switch
    {
        AlertEnding.BySender => new("resolved by sender", "ok", "ok", "The source said that the condition is gone."),
        AlertEnding.TimedOut => new("timed out", "off", "pending", "The source speaks, yet did not report it again in time. It may be gone."),
        AlertEnding.SourceDead => new("source dead, last heard", "major", "nodata", "Nothing at all is heard from its source. The condition may still hold; the alert stays open."),
        AlertEnding.ByOperator => new("closed by operator", "off", "paused", "An operator closed it."),
        _ => null,
    };
}
