using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// One entry of the log book that a person or program wrote. What it says about itself (who, when, where, of what kind, what was
/// pinned) never changes: the database refuses. Its text changes by new versions only, and every version is kept
/// (<see cref="LogVersion"/>).
/// </summary>
public sealed class LogEntry
{
    /// <summary>An entry made later than this after its event is marked late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(15);

    /// <summary>How long an entry outside any planned shift can be corrected, from its event on.</summary>
    public static readonly TimeSpan OpenWithoutShift = TimeSpan.FromHours(12);

    private LogEntry()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk; null on a bridge that has planned none.</summary>
    public Guid? DeskId { get; private init; }

    /// <summary>The planned shift of its event time; null when none was planned.</summary>
    public Guid? ShiftId { get; private init; }

    /// <summary>What it is for.</summary>
    public LogEntryKind Kind { get; private init; }

    /// <summary>When it happened (UTC); decides to which shift it belongs.</summary>
    public DateTimeOffset EventAt { get; private init; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset EnteredAt { get; private init; }

    /// <summary>Written more than <see cref="LateAfter"/> after its event, or after its shift had ended.</summary>
    public bool Late { get; private init; }

    /// <summary>Account or key that wrote it.</summary>
    public Guid? AuthorId { get; private init; }

    /// <summary>The author's name at that time.</summary>
    public string AuthorName { get; private init; } = "";

    /// <summary>The entry that it answers; null for one that stands alone. Answers are not answered: a thread has one level.</summary>
    public Guid? ReplyToId { get; private init; }

    /// <summary>The alert it is about.</summary>
    public long? AlertId { get; private init; }

    /// <summary>The assets it is about.</summary>
    public Guid[] AssetIds { get; private init; } = [];

    /// <summary>Words to find it by, lower case, each once.</summary>
    public string[] Tags { get; private init; } = [];

    /// <summary>What was pinned, frozen as it stood then; null when nothing was.</summary>
    public PinSnapshot? Pin { get; private init; }

    /// <summary>The newest version of the text, 1 to <see cref="LogEntryDetails.MaxText"/> characters; shown as text, whatever it holds.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How many versions there are; 1 when it was never corrected.</summary>
    public int Versions { get; private set; }

    /// <summary>Who sees to it while it is open; null for nobody, and for entries of kind <see cref="LogEntryKind.Log"/>.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>The owner's name.</summary>
    public string? OwnerName { get; private set; }

    /// <summary>When it was closed (UTC); null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Who closed it.</summary>
    public string? ClosedBy { get; private set; }

    /// <summary>The word it was closed with.</summary>
    public string? ClosingWord { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>Whether it is carried from shift to shift.</summary>
    public bool IsOpen => Kind != LogEntryKind.Log && ClosedAt is null;

    /// <summary>Writes an entry from valid, normalized values.</summary>
    public static LogEntry Write(LogEntryDetails details, LogPlace place, PinSnapshot? pin, Actor author, DateTimeOffset now)
    {
        var at = details.EventAt ?? now;
        var carried = details.Kind != LogEntryKind.Log;
        return new LogEntry
        {
            Id = Guid.CreateVersion7(now),
            DeskId = place.DeskId,
            ShiftId = place.ShiftId,
            Kind = details.Kind,
            EventAt = at,
            EnteredAt = now,
            Late = now - at > LateAfter || now >= place.ShiftEndsAt,
            AuthorId = author.Id,
            AuthorName = author.Name,
            ReplyToId = details.ReplyToId,
            AlertId = details.AlertId,
            AssetIds = [.. details.AssetIds],
            Tags = [.. details.Tags],
            Pin = pin,
            Text = details.Text,
            Versions = 1,
            OwnerId = carried ? author.Id : null,
            OwnerName = carried ? author.Name : null,
        };
    }

    /// <summary>
    /// Since when its text can no longer be corrected: for a log entry from the end of its shift (<paramref name="shiftOver"/>,
    /// when it was handed over or ended, whichever was first); one written after that stays open for a quarter of an hour, for
    /// its author's slips. Null while that moment is not known.
    /// </summary>
    public DateTimeOffset? LocksAt(DateTimeOffset? shiftOver)
    {
        if (Kind != LogEntryKind.Log)
        {
            return ClosedAt;
        }

        var over = shiftOver ?? EventAt + OpenWithoutShift;
        return EnteredAt >= over ? EnteredAt + LateAfter : over;
    }

    /// <summary>Whether this actor may correct, close or attach: the author, whoever owns it now, and those who oversee handovers.</summary>
    public bool MayChange(Actor actor) =>
        (actor.Id is { } id && (id == AuthorId || id == OwnerId)) || actor.May(Permissions.OverseeHandovers);

    /// <summary>The next version of its text; the caller has asked whether it may be.</summary>
    internal LogVersion Correct(string text, string? why, Actor actor, DateTimeOffset now)
    {
        (Text, Versions) = (text, Versions + 1);
        return LogVersion.Of(Id, Versions, text, why, actor, now);
    }

    /// <summary>Closes it; false when it cannot be closed or was closed before.</summary>
    internal bool Close(string word, Actor actor, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return false;
        }

        (ClosedAt, ClosedBy, ClosingWord) = (now, actor.Name, word);
        return true;
    }

    /// <summary>Another person, or nobody, sees to it from now on.</summary>
    internal void Give(Guid? ownerId, string? ownerName) => (OwnerId, OwnerName) = (ownerId, ownerName);
}

/// <summary>Where in the watch a moment lies.</summary>
/// <param name="DeskId">The desk; null where there is none.</param>
/// <param name="ShiftId">The planned shift; null where none was planned.</param>
/// <param name="ShiftEndsAt">When that shift ends (UTC), excluded.</param>
public sealed record LogPlace(Guid? DeskId, Guid? ShiftId, DateTimeOffset? ShiftEndsAt);
