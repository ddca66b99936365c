using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>What the timeline says about silences.</summary>
internal static class SilenceHistory
{
    public static Happening Happened(Silence silence, string verb, string text) =>
        new($"silence.{verb}", silence.Id.ToString(), Cut($"{text} {string.Join(", ", silence.Matchers)}")) { After = Facts(silence) };

    /// <summary>The values that a change can touch.</summary>
    public static object Facts(Silence silence) => new
    {
        Matchers = silence.Matchers.Select(m => m.ToString()).ToArray(),
        silence.StartsAt,
        silence.EndsAt,
        Owner = silence.OwnerName,
        silence.Comment,
    };

    private static string Cut(string text) => text.Length <= 300 ? text : text[..299] + "…";
}
