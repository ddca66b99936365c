namespace OpsBridge.Monitoring;

/// <summary>What a check says about its target. The numbers are the exit codes of the monitoring-plugins guidelines.</summary>
public enum CheckStatus
{
    /// <summary>The target does what it should.</summary>
    Ok = 0,

    /// <summary>It works, but a warning limit is passed.</summary>
    Warning = 1,

    /// <summary>It does not work, or a critical limit is passed.</summary>
    Critical = 2,

    /// <summary>Nothing can be said: the check itself failed, or no data came.</summary>
    Unknown = 3,
}

/// <summary>Order between statuses.</summary>
public static class CheckStatusOrder
{
    /// <summary>Weight for display, worst highest: Critical 3, Unknown 2, Warning 1, Ok 0 (the order in which Nagios sums up a group).</summary>
    public static int Severity(this CheckStatus status) => status switch
    {
        CheckStatus.Critical => 3,
        CheckStatus.Unknown => 2,
        CheckStatus.Warning => 1,
        _ => 0,
    };

    /// <summary>The worse of two statuses by <see cref="Severity"/>.</summary>
    public static CheckStatus Worst(CheckStatus left, CheckStatus right) => left.Severity() >= right.Severity() ? left : right;
}
