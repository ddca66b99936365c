using OpsBridge.Assets;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What somebody writes into the log book.</summary>
/// <param name="Text">1 to <see cref="MaxText"/> characters, lines allowed.</param>
public sealed record LogEntryDetails(string Text)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxText = 10_000;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaxTag = 40;

    private const int MaxTags = 20;
    private const int MaxAssets = 50;

    /// <summary>How long ago an event may lie.</summary>
    private static readonly TimeSpan s_longestAgo = TimeSpan.FromDays(31);

    /// <summary>How far ahead a clock may go wrong.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    /// <summary>What it is for.</summary>
    public LogEntryKind Kind { get; init; }

    /// <summary>When it happened (UTC); null: now.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>The desk; null: where the author stands watch, else the only desk there is.</summary>
    public Guid? DeskId { get; init; }

    /// <summary>The entry that it answers.</summary>
    public Guid? ReplyToId { get; init; }

    /// <summary>The alert it is about.</summary>
    public long? AlertId { get; init; }

    /// <summary>The assets it is about, at most 50.</summary>
    public IReadOnlyList<Guid> AssetIds { get; init; } = [];

    /// <summary>Words to find it by, at most 20 of 1 to <see cref="MaxTag"/> characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is pinned: kind and key of an <see cref="IPinSource"/>; null for nothing.</summary>
    public PinWish? Pin { get; init; }

    /// <summary>Trimmed, each tag and asset once, the time to the microsecond that PostgreSQL keeps and never ahead of now.</summary>
    public LogEntryDetails Normalized(DateTimeOffset now) => this with
    {
        Text = Text.Trim(),
        EventAt = EventAt is { } at && at < now ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero) : null,
        AssetIds = [.. AssetIds.Distinct()],
        Tags = [.. Tags.Select(t => t.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>Plain-word errors by field; empty when it may be written at this moment.</summary>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsText(Text, 1))
        {
            errors[nameof(Text)] = $"Write 1 to {MaxText} characters without control characters.";
        }

        if (!Enum.IsDefined(Kind) || (ReplyToId is not null && Kind != LogEntryKind.Log))
        {
            errors[nameof(Kind)] = ReplyToId is null ? "Choose log, ongoing or case." : "An answer is of kind log.";
        }

        if (EventAt > now + s_skew || EventAt < now - s_longestAgo)
        {
            errors[nameof(EventAt)] = EventAt > now ? "The event lies in the future; the log book tells what has happened." : "The event lies more than 31 days back.";
        }

        if (Tags.Count > MaxTags || Tags.Any(t => !PlainText.IsLine(t, 1, MaxTag)))
        {
            errors[nameof(Tags)] = $"At most {MaxTags} tags of 1 to {MaxTag} characters.";
        }

        if (AssetIds.Count > MaxAssets)
        {
            errors[nameof(AssetIds)] = $"At most {MaxAssets} assets.";
        }

        return errors;
    }

    /// <summary>Whether a text can be stored as the text of an entry.</summary>
    internal static bool IsText(string? text, int min) => PlainText.IsText(text, MaxText) && (text?.Trim().Length ?? 0) >= min;
}
