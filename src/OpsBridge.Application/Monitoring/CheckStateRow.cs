namespace OpsBridge.Monitoring;

/// <summary>
/// The stored state of one check: everything of <see cref="CheckRuntimeState"/> and the last result as screens show it.
/// Written by the poller in batches, read by everybody.
/// </summary>
public sealed class CheckStateRow
{
    /// <summary>The check.</summary>
    public Guid CheckId { get; init; }

    /// <summary>Where the status comes from.</summary>
    public CheckStateClass Class { get; init; }

    /// <summary>Status to show.</summary>
    public CheckStatus Status { get; init; }

    /// <summary>Whether it is settled.</summary>
    public bool IsHard { get; init; }

    /// <summary>Bad results in a row.</summary>
    public int Attempt { get; init; }

    /// <summary>Last settled measured status.</summary>
    public CheckStatus HardStatus { get; init; }

    /// <summary>Since when class and status are as they are.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Time of the last result.</summary>
    public DateTimeOffset? LastResultAt { get; init; }

    /// <summary>Whether changes come too often.</summary>
    public bool Flapping { get; init; }

    /// <summary>Bits of <see cref="FlapHistory"/>.</summary>
    public int History { get; init; }

    /// <summary>Last status measured.</summary>
    public CheckStatus LastMeasured { get; init; }

    /// <summary>The parent that is down, or why there is no data.</summary>
    public string? Because { get; init; }

    /// <summary>One line of the last result.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Further lines of the last result.</summary>
    public string? Detail { get; init; }

    /// <summary>Wall time of the last run in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The runtime state.</summary>
    public CheckRuntimeState ToRuntime() => new(
        Class, Status, IsHard, Attempt, HardStatus, Since, LastResultAt, Flapping, new FlapHistory((uint)History), LastMeasured, Because);

    /// <summary>What screens show of it.</summary>
    public CheckReading ToReading() => new()
    {
        Class = Class,
        Status = Status,
        IsHard = IsHard,
        Attempt = Attempt,
        Flapping = Flapping,
        Since = Since,
        LastResultAt = LastResultAt,
        Because = Because,
        Summary = Summary,
        DurationMs = DurationMs,
    };
}
