using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>What the timeline says about silences.</summary>
internal static class SilenceHistory
{
    public static Happening Happened(Silence silence, string verb, string text) =>
        new($"silence.{verb}", silence.Id.ToString(), Short.Of($"{text} {string.Join(", ", silence.Matchers)}", 300)) { After = Facts(silence) };

    /// <summary>The values that a change can touch.</summary>
    public static object Facts(Silence silence) => new
    {
        Matchers = silence.Matchers.Select(m => m.ToString()).ToArray(),
        silence.StartsAt,
        silence.EndsAt,
        Owner = silence.OwnerName,
        silence.Comment,
    };
}
