using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reported jobs in words and marks.</summary>
internal static class PingWords
{
    /// <summary>Mark of a state: shape and colour.</summary>
    public static string Mark(ReportedJobWord word) => word switch
    {
        ReportedJobWord.Down => "down",
        ReportedJobWord.Grace => "warning",
        ReportedJobWord.Started => "pending",
        ReportedJobWord.Up => "ok",
        ReportedJobWord.Paused => "paused",
        _ => "no data",
    };

    /// <summary>Word of a state.</summary>
    public static string Of(ReportedJobWord word) => word switch
    {
        ReportedJobWord.Down => "Down",
        ReportedJobWord.Grace => "Late",
        ReportedJobWord.Started => "Running",
        ReportedJobWord.Up => "Up",
        ReportedJobWord.Paused => "Paused",
        _ => "New",
    };

    /// <summary>Word of a stored state.</summary>
    public static string Of(ReportedJobState state) => state.ToString();

    /// <summary>Mark of a stored state.</summary>
    public static string Mark(ReportedJobState state) => state switch
    {
        ReportedJobState.Up => "ok",
        ReportedJobState.Down => "down",
        ReportedJobState.Paused => "paused",
        _ => "no data",
    };

    /// <summary>What a ping was.</summary>
    public static string Of(PingRow ping) => ping.Kind switch
    {
        PingKind.Success => "Success",
        PingKind.Start => "Start",
        PingKind.Fail when ping.ExitCode is > 0 and var code => string.Create(CultureInfo.InvariantCulture, $"Exit status {code}"),
        PingKind.Fail => "Failure",
        PingKind.Log => "Log",
        _ => "Ignored",
    };

    /// <summary>Mark of a ping.</summary>
    public static string Mark(PingKind kind) => kind switch
    {
        PingKind.Success => "ok",
        PingKind.Fail => "down",
        PingKind.Start => "pending",
        _ => "no data",
    };

    /// <summary>Why a state changed.</summary>
    public static string Of(FlipReason reason) => reason switch
    {
        FlipReason.Reported => "it reported well",
        FlipReason.Failed => "it reported a failure",
        FlipReason.Missing => "nothing was heard by the end of its grace",
        FlipReason.Overrun => "it started and did not finish within its grace",
        FlipReason.Paused => "somebody paused it",
        FlipReason.Resumed => "somebody resumed it",
        _ => "its pause was over",
    };

    /// <summary>When it runs.</summary>
    public static string Schedule(ReportedJobDetails details) => details.Schedule is { } text ? $"{text.ReplaceLineEndings(" · ")} {details.Zone}" : $"every {DurationText.Show(details.Period)}";

    /// <summary>Who paused it, until when and why; empty when it is not paused.</summary>
    public static string Paused(ReportedJobRow job, ViewerTime time) => job.State != ReportedJobState.Paused ? ""
        : $"paused by {job.Pause.By}{(job.Pause.Until is { } until ? $" until {time.Show(until)}" : "")}{(job.Pause.Why is { } why ? $": {why}" : "")}";
}
