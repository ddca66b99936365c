using System.Globalization;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Runs in words.</summary>
public static class RunWords
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>State for <see cref="StatusMark"/>.</summary>
    public static string Tone(RunBrief run) => run.State == RunState.Missed ? IsIntended(run) ? "paused" : "major" : Tone(run.State);

    /// <summary>State for <see cref="StatusMark"/>.</summary>
    public static string Tone(RunState state) => state switch
    {
        RunState.Waiting => "pending",
        RunState.Running => "info",
        RunState.Succeeded => "ok",
        RunState.Failed or RunState.TimedOut => "critical",
        RunState.Lost => "unreachable",
        RunState.Cancelled => "off",
        RunState.Asking => "warning",
        _ => "major",
    };

    /// <summary>One or two words.</summary>
    public static string State(RunBrief run) => run switch
    {
        { State: RunState.Waiting, Attempt: > 0 } => "Tries again",
        { State: RunState.Missed } when IsIntended(run) => "Left out",
        _ => State(run.State),
    };

    /// <summary>One or two words.</summary>
    public static string State(RunState state) => state switch
    {
        RunState.TimedOut => "Timed out",
        RunState.Asking => "Run it?",
        _ => state.ToString(),
    };

    /// <summary>How an attempt ended: "it …".</summary>
    public static string Ended(RunState state) => state switch
    {
        RunState.TimedOut => "timed out",
        RunState.Lost => "was lost",
        RunState.Cancelled => "was cancelled",
        RunState.Succeeded => "succeeded",
        _ => "failed",
    };

    /// <summary>Where a line came from: err, note, or nothing for normal output.</summary>
    public static string Tag(LineSource source) => source switch { LineSource.Error => "err", LineSource.Note => "note", _ => "" };

    /// <summary>Why it was missed; null when it was not.</summary>
    public static string? Cause(RunBrief run) => run.Cause switch
    {
        null => null,
        _ when run.State is not (RunState.Missed or RunState.Asking) => "made up for a time that was missed",
        MissCause.Down => "OpsBridge or its machine was down",
        MissCause.Blocked => "the run before still ran, or no place was free",
        MissCause.Paused => "the job was paused",
        MissCause.Held => "the job was held for an incident",
        MissCause.Calendar => "the calendar excludes the time",
        _ => "maintenance of the asset forbade it",
    };

    /// <summary>What there is to say after the state: how far, how it ended, why not.</summary>
    public static string Says(RunBrief run) =>
        run.State == RunState.Running ? Progress(run) ?? run.Summary
        : run.Summary.Length > 0 ? run.Summary
        : Cause(run) ?? "";

    /// <summary>"dump · 62 % · 48 GB of 77 GB"; null while nothing was reported.</summary>
    public static string? Progress(RunBrief run)
    {
        var amount = (run.Done, run.Total) switch
        {
            ({ } done, { } total) => $"{Bytes(done)} of {Bytes(total)}",
            ({ } done, null) => Bytes(done),
            _ => null,
        };
        string?[] parts = [run.Phase, run.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent):0} %") : null, amount];
        return parts.OfType<string>().ToList() is { Count: > 0 } known ? string.Join(" · ", known) : null;
    }

    /// <summary>Why it exists: "by schedule", "operator1 ran it", "after another job".</summary>
    public static string Origin(RunBrief run) => run.Origin switch
    {
        RunOrigin.Person => $"{run.AskedBy ?? "somebody"} ran it",
        RunOrigin.Chain => "after another job",
        _ => "by schedule",
    };

    /// <summary>How long it took, or takes; "–" when it never began.</summary>
    public static string Took(RunBrief run, DateTimeOffset now) => run.RunsFor(now) is { } span ? Span(span) : "–";

    /// <summary>A duration to the tenth of a second below a minute, in words above.</summary>
    public static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? DurationText.Milliseconds(span.TotalMilliseconds) : Long(span);

    /// <summary>A size: "48.2 GB", in powers of 1024.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < s_units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 || value >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture)} {s_units[unit]}");
    }

    /// <summary>Whether somebody or something left it out on purpose.</summary>
    public static bool IsIntended(RunBrief run) => run.State == RunState.Missed && run.Cause is MissCause.Paused or MissCause.Held or MissCause.Calendar or MissCause.Maintenance;

    private static string Long(TimeSpan span) => span < TimeSpan.FromHours(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s")
        : DurationText.Show(span);
}
