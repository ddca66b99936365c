namespace OpsBridge.Bridge;

/// <summary>Where a line of the next hour stands: what needs somebody is read first.</summary>
public enum NextHourRank
{
    /// <summary>Somebody should look.</summary>
    Needs,

    /// <summary>Under way.</summary>
    Now,

    /// <summary>Comes within the hour.</summary>
    Due,

    /// <summary>Held or paused.</summary>
    Held,
}

/// <summary>What a line is about.</summary>
public enum NextHourKind
{
    /// <summary>A job that OpsBridge runs.</summary>
    Job,

    /// <summary>A job elsewhere that reports in.</summary>
    Reported,

    /// <summary>A round of a checklist.</summary>
    Round,
}

/// <summary>One line of the panel of the next hour.</summary>
/// <param name="Rank">Where it stands.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">Identity of that.</param>
/// <param name="At">Moment by which lines of a rank are ordered (UTC).</param>
public sealed record NextHourLine(NextHourRank Rank, NextHourKind Kind, Guid Key, DateTimeOffset At)
{
    /// <summary>"now", or the time.</summary>
    public required string When { get; init; }

    /// <summary>What.</summary>
    public required string Name { get; init; }

    /// <summary>Quiet words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Last word: late, failed, job, round.</summary>
    public required string Word { get; init; }

    /// <summary>Colour of that word; null for quiet.</summary>
    public string? Tone { get; init; }

    /// <summary>Where it leads.</summary>
    public required string Href { get; init; }

    /// <summary>How far it is, 0 to 100; null when that is not known.</summary>
    public double? Percent { get; init; }
}
