using System.Globalization;

namespace OpsBridge.Shifts.LogBook;

/// <summary>One line of the log book, written or automatic.</summary>
public sealed record LogRow
{
    /// <summary>Unique over both origins: <c>e</c> and the entry's key, or <c>t</c> and the number in the timeline.</summary>
    public required string Key { get; init; }

    /// <summary>When it happened (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who wrote or did it.</summary>
    public required string Who { get; init; }

    /// <summary>A person or key did it, not OpsBridge itself.</summary>
    public bool ByPerson { get; init; } = true;

    /// <summary>The text; of automatic ones without the actor's name.</summary>
    public required string Text { get; init; }

    /// <summary>The key of a written entry; null for an automatic one.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>Kind of a written entry.</summary>
    public LogEntryKind? Kind { get; init; }

    /// <summary>When a written one was written (UTC).</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>Written late.</summary>
    public bool Late { get; init; }

    /// <summary>The desk; of an automatic one only where it can be known.</summary>
    public Guid? DeskId { get; init; }

    /// <summary>The entry that it answers.</summary>
    public Guid? ReplyToId { get; init; }

    /// <summary>The alert it is about.</summary>
    public long? AlertId { get; init; }

    /// <summary>The assets it is about.</summary>
    public IReadOnlyList<NamedAsset> Assets { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Title of what was pinned.</summary>
    public string? Pinned { get; init; }

    /// <summary>How many versions; more than one when it was corrected.</summary>
    public int Versions { get; init; } = 1;

    /// <summary>How many answers.</summary>
    public int Replies { get; init; }

    /// <summary>How many files.</summary>
    public int Files { get; init; }

    /// <summary>Who sees to it while it is open.</summary>
    public string? OwnerName { get; init; }

    /// <summary>When it was closed (UTC).</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The reason given with an automatic one.</summary>
    public string? Why { get; init; }

    /// <summary>Kind of an automatic one, as the timeline writes it.</summary>
    public string? TimelineKind { get; init; }

    /// <summary>Page of what an automatic one is about.</summary>
    public string? Href { get; init; }

    /// <summary>Whether OpsBridge shows it from the timeline.</summary>
    public bool Automatic => EntryId is null;

    /// <summary>Carried from shift to shift.</summary>
    public bool IsOpen => Kind is LogEntryKind.Ongoing or LogEntryKind.Case && ClosedAt is null;
}

/// <summary>An asset by name.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name now.</param>
public sealed record NamedAsset(Guid Id, string Name);

/// <summary>A place in the book: newest first; at one moment written ones before automatic ones, then by descending key.</summary>
internal sealed record LogCursor(DateTimeOffset At, Guid? EntryId, long TimelineId)
{
    public static LogCursor Of(LogRow row) => row.EntryId is { } id
        ? new LogCursor(row.At, id, 0)
        : new LogCursor(row.At, null, long.Parse(row.Key.AsSpan(1), CultureInfo.InvariantCulture));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{(EntryId is { } id ? id.ToString("N") : TimelineId.ToString(CultureInfo.InvariantCulture))}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static LogCursor? Parse(string? text)
    {
        var parts = text?.Split('.') ?? [];
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks)
        {
            return null;
        }

        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return Guid.TryParseExact(parts[1], "N", out var id) ? new LogCursor(at, id, 0)
            : long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new LogCursor(at, null, number)
            : null;
    }
}
