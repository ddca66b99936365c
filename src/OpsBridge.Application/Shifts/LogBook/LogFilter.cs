namespace OpsBridge.Shifts.LogBook;

/// <summary>Who makes entries.</summary>
public enum LogOrigin
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that somebody wrote.</summary>
    Manual,

    /// <summary>Those that OpsBridge shows from the timeline.</summary>
    Automatic,
}

/// <summary>What of the log book is wanted. Conditions are joined by "and".</summary>
public sealed record LogFilter
{
    /// <summary>Entries of one desk, and those of none: automatic entries whose desk cannot be known belong to all.</summary>
    public Guid? DeskId { get; init; }

    /// <summary>What happened in one planned shift: from its beginning (included) to its end (excluded).</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>Written, automatic or both.</summary>
    public LogOrigin Origin { get; init; }

    /// <summary>Written entries of one kind.</summary>
    public LogEntryKind? Kind { get; init; }

    /// <summary>Written entries that are still carried on.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>By whom, by exact name.</summary>
    public string? Author { get; init; }

    /// <summary>About one asset.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>About one alert.</summary>
    public long? AlertId { get; init; }

    /// <summary>Written entries with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Happened at or after (UTC).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Happened before (UTC).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Words that must all be there, each as the beginning of a word. Any text is safe here.</summary>
    public string? Text { get; init; }

    /// <summary>Whether automatic entries can fulfil it at all.</summary>
    internal bool TakesAutomatic => Origin != LogOrigin.Manual && Kind is null && !OpenOnly && Tag is null;
}
