using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>What the timeline says about the watch.</summary>
internal static class WatchHistory
{
    /// <summary>Something happened to the watch of a desk.</summary>
    public static Happening Of(Desk desk, string verb, string text) => new($"watch.{verb}", desk.Id.ToString(), text);
}
