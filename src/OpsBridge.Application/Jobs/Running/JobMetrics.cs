using System.Diagnostics.Metrics;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Running;

/// <summary>What is counted about runs.</summary>
internal static class JobMetrics
{
    /// <summary>Attempts that ended, by kind and end.</summary>
    public static readonly Counter<long> Attempts = OpsMeter.Instance.CreateCounter<long>("opsbridge_job_attempts", null, "Attempts of job runs that ended, by kind and end");

    /// <summary>Nominal times that were missed, by cause.</summary>
    public static readonly Counter<long> Missed = OpsMeter.Instance.CreateCounter<long>("opsbridge_job_missed", null, "Nominal times of jobs that were missed, by cause");

    /// <summary>From the nominal time to the claim.</summary>
    public static readonly Histogram<double> StartDelay = OpsMeter.Instance.CreateHistogram<double>("opsbridge_job_start_delay_seconds", "s", "Time from the nominal time of a run to its begin");

    /// <summary>Begin to end of an attempt.</summary>
    public static readonly Histogram<double> Duration = OpsMeter.Instance.CreateHistogram<double>("opsbridge_job_attempt_seconds", "s", "Duration of attempts of job runs");

    /// <summary>Writes of an owner that had lost its run.</summary>
    public static readonly Counter<long> FenceRejections = OpsMeter.Instance.CreateCounter<long>("opsbridge_job_fence_rejections", null, "Writes refused because their process no longer owned the run");

    /// <summary>Wake-ups by the shared scheduler.</summary>
    public static readonly Counter<long> Wakes = OpsMeter.Instance.CreateCounter<long>("opsbridge_job_wakes", null, "Wake-ups of the job engine by the clustered scheduler");
}
