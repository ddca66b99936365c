namespace OpsBridge.Simulator;

/// <summary>
/// How long a pool of equal servers takes to answer: <c>base / (1 - utilisation)</c>, the M/M/1 sojourn time with the pool as one server, capped
/// because real callers give up.
/// </summary>
internal static class QueueModel
{
    /// <summary>Answer time of an idle server, ms.</summary>
    public const double BaseMilliseconds = 120;

    /// <summary>Longest answer time, ms: the callers' own time limit.</summary>
    public const double CapMilliseconds = 4200;

    /// <summary>Requests per second that one member carries.</summary>
    public const double RequestsPerMember = 100;

    /// <summary>Utilisation is reported up to here, so that a pool without a member has a number too.</summary>
    public const double HighestUtilisation = 10;

    /// <summary>Share of the pool's capacity in use; above 1 the queue grows without end.</summary>
    /// <param name="requestsPerSecond">Load on the whole pool, 0 or more.</param>
    /// <param name="members">Members that answer, 0 or more.</param>
    public static double Utilisation(double requestsPerSecond, int members) => members <= 0
        ? HighestUtilisation
        : Math.Min(HighestUtilisation, requestsPerSecond / (members * RequestsPerMember));

    /// <summary>Answer time in the steady state, ms, between <see cref="BaseMilliseconds"/> and <see cref="CapMilliseconds"/>.</summary>
    public static double ResponseMilliseconds(double utilisation) => utilisation >= 1
        ? CapMilliseconds
        : Math.Min(CapMilliseconds, BaseMilliseconds / (1 - Math.Max(0, utilisation)));

    /// <summary>Percent of the requests that a saturated pool cannot serve at all, 0 to 100.</summary>
    public static double RejectedPercent(double utilisation) => utilisation <= 1 ? 0 : 100 * (1 - (1 / utilisation));
}
