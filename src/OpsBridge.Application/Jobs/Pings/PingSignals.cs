using System.Globalization;
using System.Text;
using OpsBridge.Alerts;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Pings;

/// <summary>What the state of a reported job means for the alerts.</summary>
public static class PingSignals
{
    private const int MostOutput = 2_000;

    /// <summary>The labels that identify its alert; names are left out, so that a job that is renamed keeps it.</summary>
    public static Labels Identity(Guid jobId) => Labels.Of(("alertname", "ReportedJobDown"), ("reported_job", jobId.ToString("N")));

    /// <summary>The signal of a job as it stands.</summary>
    /// <param name="job">The job.</param>
    /// <param name="output">Body of the ping that told of a failure; null where there is none.</param>
    /// <param name="now">Now (UTC).</param>
    public static AlertSignal Of(ReportedJob job, byte[]? output, DateTimeOffset now) =>
        new(Identity(job.Id), job.State == ReportedJobState.Down, job.Details.Severity, $"{job.Title}: {Words(job)}", now)
        {
            Detail = output is { Length: > 0 } ? Tail(output) : null,
            Descriptive = Labels.Of(("job", job.Title), ("slug", job.Slug), ("tags", job.Details.Tags)),
            AssetId = job.AssetId,
            Source = "reported job",
        };

    /// <summary>Why it stands where it stands, in a few words.</summary>
    public static string Words(ReportedJob job) => job.Reason switch
    {
        FlipReason.Failed when job.LastExitCode is > 0 and var code => string.Create(CultureInfo.InvariantCulture, $"reported a failure, exit status {code}"),
        FlipReason.Failed => "reported a failure",
        FlipReason.Missing => job.LastPingAt is { } last ? $"did not report in time, last heard {Moment(last)}" : "did not report in time",
        FlipReason.Overrun => job.LastStartAt is { } start ? $"started {Moment(start)} and did not finish in time" : "did not finish in time",
        FlipReason.Reported => "reported well",
        FlipReason.Paused => "is paused",
        FlipReason.Resumed => "is watched again",
        FlipReason.PauseEnded => "is watched again, its pause is over",
        _ => "has not reported yet",
    };

    private static string Moment(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    /// <summary>The end of an output tells most; what cannot be stored as text is left out.</summary>
    private static string Tail(byte[] output)
    {
        var text = Encoding.UTF8.GetString(output.AsSpan(Math.Max(0, output.Length - MostOutput)));
        return string.Concat(text.Select(c => c is '\n' or '\t' || !char.IsControl(c) ? c : ' '));
    }
}
