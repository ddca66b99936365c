namespace OpsBridge.Monitoring;

/// <summary>One check as lists show it.</summary>
public sealed record CheckRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is called, unique on its asset.</summary>
    public required string Name { get; init; }

    /// <summary>ping, tcp, http, tls, dns, plugin or heartbeat.</summary>
    public required string Kind { get; init; }

    /// <summary>One line that names the target.</summary>
    public required string Target { get; init; }

    /// <summary>The asset's key.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The asset's name.</summary>
    public required string AssetName { get; init; }

    /// <summary>The site's key.</summary>
    public required Guid SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public required string SiteName { get; init; }

    /// <summary>False while it is switched off.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Time between two runs.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Bad results in a row until a problem is hard.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>What it says; <see cref="CheckReading.None"/> before the first result.</summary>
    public CheckReading Reading { get; init; } = CheckReading.None;

    /// <summary>Its state in one word.</summary>
    public CheckWord Word => Enabled ? Reading.Word : CheckWord.Off;
}

/// <summary>What a check says, as stored.</summary>
public sealed record CheckReading
{
    /// <summary>Before the first result.</summary>
    public static CheckReading None { get; } = new() { Class = CheckStateClass.Pending, Status = CheckStatus.Unknown };

    /// <summary>Where the status comes from.</summary>
    public required CheckStateClass Class { get; init; }

    /// <summary>Status.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>Whether it is settled.</summary>
    public bool IsHard { get; init; }

    /// <summary>Bad results in a row.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether changes come too often.</summary>
    public bool Flapping { get; init; }

    /// <summary>Since when class and status are as they are; null before the first result.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Time of the last result.</summary>
    public DateTimeOffset? LastResultAt { get; init; }

    /// <summary>The parent that is down, or why there is no data.</summary>
    public string? Because { get; init; }

    /// <summary>One line of the last result. Hostile text: never markup.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Wall time of the last run in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>State in one word.</summary>
    public CheckWord Word => Class switch
    {
        CheckStateClass.Pending => CheckWord.Pending,
        CheckStateClass.NoData => CheckWord.NoData,
        CheckStateClass.Unreachable => CheckWord.Unreachable,
        _ => Status switch
        {
            CheckStatus.Ok => CheckWord.Ok,
            CheckStatus.Warning => CheckWord.Warning,
            CheckStatus.Critical => CheckWord.Critical,
            _ => CheckWord.Unknown,
        },
    };
}

/// <summary>State of a check or an asset in one word, from best to worst.</summary>
public enum CheckWord
{
    /// <summary>Switched off, or nothing watches it.</summary>
    Off,

    /// <summary>No result yet.</summary>
    Pending,

    /// <summary>Good.</summary>
    Ok,

    /// <summary>A warning limit is passed.</summary>
    Warning,

    /// <summary>A parent is down, so nothing can be said.</summary>
    Unreachable,

    /// <summary>No heartbeat in time.</summary>
    NoData,

    /// <summary>The check itself failed.</summary>
    Unknown,

    /// <summary>It does not work, or a critical limit is passed.</summary>
    Critical,

    /// <summary>An asset of which no check works.</summary>
    Down,
}

/// <summary>Sums up the checks of an asset.</summary>
public static class AssetCondition
{
    /// <summary>The asset's state: the worst of its checks; down when all of them are critical; unreachable when none is good and one is unreachable.</summary>
    public static CheckWord Of(IEnumerable<(CheckWord Word, bool IsHard)> checks)
    {
        var on = checks.Where(c => c.Word is not CheckWord.Off).ToList();
        if (on.Count == 0)
        {
            return CheckWord.Off;
        }

        if (on.Exists(c => c.Word == CheckWord.Unreachable) && on.TrueForAll(c => c.Word is not (CheckWord.Ok or CheckWord.Warning)))
        {
            return CheckWord.Unreachable;
        }

        var worst = on.Max(c => c.Word);
        return worst == CheckWord.Critical && on.TrueForAll(c => c is { Word: CheckWord.Critical, IsHard: true }) ? CheckWord.Down : worst;
    }
}
