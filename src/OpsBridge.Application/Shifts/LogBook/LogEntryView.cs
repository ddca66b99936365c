namespace OpsBridge.Shifts.LogBook;

/// <summary>One written entry with all that hangs on it.</summary>
public sealed record LogEntryView
{
    /// <summary>The entry as lists show it.</summary>
    public required LogRow Row { get; init; }

    /// <summary>All versions of its text, newest first; the last is what was written first.</summary>
    public required IReadOnlyList<LogVersionView> Versions { get; init; }

    /// <summary>Answers, oldest first, at most 500.</summary>
    public IReadOnlyList<LogRow> Replies { get; init; } = [];

    /// <summary>Its files and those of its answers.</summary>
    public IReadOnlyList<LogFileView> Files { get; init; } = [];

    /// <summary>What was pinned, as it stood then.</summary>
    public PinSnapshot? Pin { get; init; }

    /// <summary>The account that sees to it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Who closed it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>How it ended.</summary>
    public string? ClosingWord { get; init; }

    /// <summary>Since or from when it cannot be corrected (UTC); null while that is not known.</summary>
    public DateTimeOffset? LocksAt { get; init; }

    /// <summary>Whether the reader may correct it and attach to it, while it is not locked.</summary>
    public bool MayChange { get; init; }

    /// <summary>The planned shift of its event.</summary>
    public string? ShiftName { get; init; }

    /// <summary>The desk.</summary>
    public string? DeskName { get; init; }
}

/// <summary>One version of a text.</summary>
public sealed record LogVersionView(int Number, string Text, DateTimeOffset At, string By, string? Why);

/// <summary>One file, without its content.</summary>
/// <param name="Id">Key.</param>
/// <param name="EntryId">The entry or answer that it belongs to.</param>
/// <param name="Name">Bare file name.</param>
/// <param name="MediaType">Media type as its content shows.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">64 hex digits.</param>
/// <param name="At">When it was attached (UTC).</param>
/// <param name="By">Who attached it.</param>
public sealed record LogFileView(Guid Id, Guid EntryId, string Name, string MediaType, long Length, string Sha256, DateTimeOffset At, string By)
{
    /// <summary>Whether a browser may show it in place: pictures of four kinds.</summary>
    public bool IsPicture => FileKind.IsShown(MediaType);
}
