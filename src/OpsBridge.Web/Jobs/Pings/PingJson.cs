using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reported jobs in the JSON of the management API v3 of healthchecks. What OpsBridge does not have (badges) is left out.</summary>
internal static class PingJson
{
    private const string Seconds = "yyyy-MM-ddTHH:mm:ss+00:00";
    private const string Micros = "yyyy-MM-ddTHH:mm:ss.ffffff+00:00";

    /// <summary>A job. Readers who may not report for it get its unique key and no addresses.</summary>
    /// <param name="job">The job.</param>
    /// <param name="root">Address of the console, with a slash at its end.</param>
    /// <param name="now">Now (UTC).</param>
    public static JsonObject Job(ReportedJobRow job, Uri root, DateTimeOffset now)
    {
        var details = job.Details;
        var next = job.StartedAt is { } started && job.State != ReportedJobState.Down && !(job.ExpectedAt < started) ? started : job.ExpectedAt;
        var json = new JsonObject
        {
            ["name"] = details.Name,
            ["slug"] = details.Slug,
            ["tags"] = details.Tags,
            ["desc"] = details.Description,
            ["grace"] = (long)details.Grace.TotalSeconds,
            ["n_pings"] = job.PingCount,
            ["status"] = Status(job, now),
            ["started"] = job.StartedAt is not null,
            ["last_ping"] = Moment(job.LastPingAt, Seconds),
            ["next_ping"] = Moment(next, Seconds),
            ["manual_resume"] = details.ManualResume,
            ["methods"] = details.PostOnly ? "POST" : "",
        };
        Words(json, details.Filter);
        if (job.LastDuration is { } took)
        {
            json["last_duration"] = (long)took.TotalSeconds;
        }

        Addresses(json, job, root);
        if (details.Schedule is { } schedule)
        {
            (json["schedule"], json["tz"]) = (schedule, details.Zone);
        }
        else
        {
            json["timeout"] = (long)details.Period.TotalSeconds;
        }

        return json;
    }

    /// <summary>A ping.</summary>
    public static JsonObject Ping(ReportedJobRow job, PingRow ping, Uri root)
    {
        var json = new JsonObject
        {
            ["type"] = ping.Kind == PingKind.Ignored ? "ign" : ping.Kind.ToString().ToLowerInvariant(),
            ["date"] = Moment(ping.At, Micros),
            ["n"] = ping.Number,
            ["scheme"] = ping.Scheme,
            ["remote_addr"] = ping.RemoteAddress,
            ["method"] = ping.Method,
            ["ua"] = ping.UserAgent,
            ["rid"] = ping.RunId?.ToString(),
            ["body_url"] = ping.BodyBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{root}api/v3/checks/{job.Code}/pings/{ping.Number}/body") : null,
        };
        if (ping.Duration is { } took)
        {
            json["duration"] = Math.Round(took.TotalSeconds, 2);
        }

        return json;
    }

    /// <summary>A change of state.</summary>
    public static JsonObject Flip(PingFlip flip) => new() { ["timestamp"] = Moment(flip.At, Seconds), ["up"] = flip.To == ReportedJobState.Up ? 1 : 0 };

    private static void Words(JsonObject json, PingFilter filter)
    {
        json["subject"] = filter.Subject ? filter.Success : "";
        json["subject_fail"] = filter.Subject ? filter.Failure : "";
        json["start_kw"] = filter.Start;
        json["success_kw"] = filter.Success;
        json["failure_kw"] = filter.Failure;
        json["filter_subject"] = filter.Subject;
        json["filter_body"] = filter.MailBody;
        json["filter_http_body"] = filter.HttpBody;
        json["filter_default_fail"] = filter.DefaultFail;
    }

    private static void Addresses(JsonObject json, ReportedJobRow job, Uri root)
    {
        if (job.Code == Guid.Empty)
        {
            json["unique_key"] = job.UniqueKey;
            return;
        }

        var address = $"{root}api/v3/checks/{job.Code}";
        json["uuid"] = job.Code.ToString();
        json["ping_url"] = $"{root}ping/{job.Code}";
        json["update_url"] = address;
        json["pause_url"] = $"{address}/pause";
        json["resume_url"] = $"{address}/resume";
        json["channels"] = "";
    }

    private static string Status(ReportedJobRow job, DateTimeOffset now) =>
        job.State == ReportedJobState.Up && job.ExpectedAt <= now ? "grace" : job.State.ToString().ToLowerInvariant();

    private static string? Moment(DateTimeOffset? at, string format) => at?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
