using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>What reported jobs tell the timeline.</summary>
internal static class PingHistory
{
    /// <summary>Something happened to a reported job.</summary>
    public static Happening Of(ReportedJob job, string verb, string text) => new($"reported_job.{verb}", job.Id.ToString(), text) { AssetId = job.AssetId };

    /// <summary>A change of state.</summary>
    public static Happening Flipped(ReportedJob job, PingFlip flip)
    {
        var verb = flip.Reason switch
        {
            FlipReason.Missing or FlipReason.Overrun => "missing",
            FlipReason.Failed => "failed",
            FlipReason.Reported => "recovered",
            FlipReason.Paused => "paused",
            _ => "resumed",
        };
        return Of(job, verb, $"reported job {job.Title} {PingSignals.Words(job)}") with { Before = new { State = flip.From.ToString() }, After = new { State = flip.To.ToString(), Reason = flip.Reason.ToString() } };
    }

    /// <summary>A change of what is said about it; null when nothing differs.</summary>
    public static Happening? Changed(ReportedJob job, ReportedJobDetails before)
    {
        var (old, now) = (Facts(before), Facts(job.Details));
        var differing = old.Keys.Where(field => old[field] != now[field]).ToList();
        return differing.Count == 0
            ? null
            : Of(job, "changed", $"changed {string.Join(", ", differing)} of reported job {job.Title}") with
            {
                Before = differing.ToDictionary(field => field, field => old[field], StringComparer.Ordinal),
                After = differing.ToDictionary(field => field, field => now[field], StringComparer.Ordinal),
            };
    }

    /// <summary>What is said about it, field by field, as words.</summary>
    public static Dictionary<string, string> Facts(ReportedJobDetails details) => new(StringComparer.Ordinal)
    {
        ["name"] = details.Name,
        ["slug"] = details.Slug,
        ["tags"] = details.Tags,
        ["description"] = details.Description,
        ["schedule"] = details.Schedule is { } text ? $"{text} ({details.Zone})" : $"every {details.Period:c}",
        ["grace"] = details.Grace.ToString("c"),
        ["asset"] = details.AssetId?.ToString() ?? "none",
        ["desk"] = details.DeskId?.ToString() ?? "all",
        ["severity"] = details.Severity.ToString(),
        ["methods"] = details.PostOnly ? "POST" : "all",
        ["manual resume"] = details.ManualResume ? "yes" : "no",
        ["keywords"] = details.Filter.ToString(),
    };
}
