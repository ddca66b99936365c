using System.Diagnostics.Metrics;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Intake;

/// <summary>Instruments of the intake (docs/operations.md).</summary>
internal static class IntakeMetrics
{
    /// <summary>Events stored or known to need no storing.</summary>
    public static readonly Counter<long> Taken = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_events", null, "Events taken, repeats and late ones included");

    /// <summary>Of these unchanged repeats.</summary>
    public static readonly Counter<long> Repeated = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_repeats", null, "Unchanged repeats of a known alert");

    /// <summary>Of these overtaken ones.</summary>
    public static readonly Counter<long> Stale = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_stale", null, "Events overtaken by newer ones about the same condition");

    /// <summary>Events refused with "try again".</summary>
    public static readonly Counter<long> Refused = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_refused", null, "Events refused because the intake was full or the database away");

    /// <summary>Messages and events that can never be stored.</summary>
    public static readonly Counter<long> Quarantined = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_quarantined", null, "Messages that could not be read or stored");

    /// <summary>Of these the ones of which nothing but this count is left.</summary>
    public static readonly Counter<long> QuarantineLost = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_quarantine_lost", null, "Unreadable messages that quarantine did not keep: over the day's limit, or the database was away");

    /// <summary>Alerts that timed out.</summary>
    public static readonly Counter<long> TimedOut = OpsMeter.Instance.CreateCounter<long>("opsbridge_intake_timed_out", null, "Alerts looked at because they were not reported again in time");

    /// <summary>Time of a transaction.</summary>
    public static readonly Histogram<double> Commit = OpsMeter.Instance.CreateHistogram<double>("opsbridge_intake_commit_seconds", "s", "Time to store one group of events");

    /// <summary>Time of a round that stores repeats.</summary>
    public static readonly Histogram<double> RepeatRound = OpsMeter.Instance.CreateHistogram<double>("opsbridge_intake_repeat_round_seconds", "s", "Time to store up to 5,000 repeats");
}
