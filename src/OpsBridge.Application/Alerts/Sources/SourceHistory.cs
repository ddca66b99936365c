using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>What sources tell the timeline.</summary>
internal static class SourceHistory
{
    /// <summary>Something happened to a source.</summary>
    public static Happening Of(Source source, string verb, string text) => new($"source.{verb}", source.Id.ToString(), text);

    /// <summary>A change, with what differs before and after; null when nothing does.</summary>
    public static Happening? Changed(Source source, SourceDetails before, SourceDetails after)
    {
        var (old, now) = (Facts(before), Facts(after));
        var differing = old.Keys.Where(field => old[field] != now[field]).ToList();
        return differing.Count == 0
            ? null
            : Of(source, "changed", $"changed {string.Join(", ", differing)} of source {source.Name}") with
            {
                Before = differing.ToDictionary(field => field, field => old[field], StringComparer.Ordinal),
                After = differing.ToDictionary(field => field, field => now[field], StringComparer.Ordinal),
            };
    }

    /// <summary>What an admin said, field by field, as words.</summary>
    public static Dictionary<string, string> Facts(SourceDetails details) => new(StringComparer.Ordinal)
    {
        ["format"] = details.Format.ToString(),
        ["notes"] = details.Notes ?? "",
        ["severity cap"] = details.SeverityCap.ToString(),
        ["rate"] = details.Rate is { } rate ? FormattableString.Invariant($"{rate.EventsPerSecond}/s, burst {rate.Burst}") : "no limit",
        ["resolve timeout"] = details.ResolveTimeout.ToString("c"),
        ["silence limit"] = details.SilenceLimit?.ToString("c") ?? "none",
        ["scopes"] = details.Scopes.ToString(),
        ["mapping"] = SourceMappingJson.Write(details.Mapping),
    };
}
