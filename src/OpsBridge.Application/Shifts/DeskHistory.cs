using OpsBridge.Timeline;

namespace OpsBridge.Shifts;

/// <summary>What the timeline says about a desk.</summary>
internal static class DeskHistory
{
    /// <summary>Something happened at a desk.</summary>
    public static Happening Of(Desk desk, string verb, string text) => new($"desk.{verb}", desk.Id.ToString(), text);

    /// <summary>What is said of a desk.</summary>
    public static object Facts(Desk desk) => new { desk.Name, desk.Zone, desk.MinimumPeople, desk.MinimumSupervisors, desk.OverlapMinutes };
}
