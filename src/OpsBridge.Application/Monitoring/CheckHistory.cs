using System.Text.Json;
using System.Text.Json.Nodes;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>What the timeline says about changes of checks.</summary>
internal static class CheckHistory
{
    public static Happening Created(Check check) => Of(check, "created", $"created check {check.Name}: {check.Settings.Describe()}") with
    {
        After = Fields(check.ToDetails()),
    };

    public static Happening Deleted(Check check) => Of(check, "deleted", $"deleted check {check.Name}") with
    {
        Before = Fields(check.ToDetails()),
    };

    public static Happening Switched(Check check) =>
        Of(check, check.Enabled ? "enabled" : "disabled", $"switched check {check.Name} {(check.Enabled ? "on" : "off")}");

    public static Happening UrlIssued(Check check) => Of(check, "url_issued", $"issued a new URL for heartbeat {check.Name}; the old one is void");

    /// <summary>The fields that differ, before and after; null when none does.</summary>
    public static Happening? Changed(Check check, CheckDetails before, CheckDetails after)
    {
        var (old, now) = (Fields(before), Fields(after));
        foreach (var name in old.Select(f => f.Key).ToList())
        {
            if (JsonNode.DeepEquals(old[name], now[name]))
            {
                old.Remove(name);
                now.Remove(name);
            }
        }

        return now.Count == 0 ? null : Of(check, "changed", $"changed check {after.Name.Trim()}: {string.Join(", ", now.Select(f => f.Key))}") with
        {
            Before = old,
            After = now,
        };
    }

    private static JsonObject Fields(CheckDetails details) => JsonSerializer.SerializeToNode(details, MonitoringJson.Options)!.AsObject();

    private static Happening Of(Check check, string verb, string text) =>
        new($"check.{verb}", check.Id.ToString(), text) { AssetId = check.AssetId };
}
