using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>What the one who goes says at a relief in mid-shift.</summary>
/// <param name="ToId">Who is asked to take over.</param>
/// <param name="Text">What the other must know; 10 to 2000 characters.</param>
/// <param name="StaysOn">Whether the one relieved stays on watch.</param>
public sealed record ReliefForm(Guid ToId, string Text, bool StaysOn = false)
{
    /// <summary>Plain words by field; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string> Validate() =>
        Text.Trim().Length is >= 10 and <= 2000 && !Text.Contains('\0', StringComparison.Ordinal)
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(Text)] = "Say in 10 to 2000 characters what the other must know." };
}

/// <summary>
/// A relief in mid-shift, the short form of a handover: the one who holds the desk says what the other must know, the other
/// ticks the reduced checklist, and with that answers for the desk. Until then nothing has changed.
/// </summary>
public sealed class Relief
{
    /// <summary>What the one who takes over confirms, each point by itself.</summary>
    public static readonly IReadOnlyList<string> Checklist =
    [
        "I have read what was written for me",
        "I know the open alerts and who works on them",
        "I know what is silenced or under maintenance",
        "I know what was promised, to whom and by when",
    ];

    private Relief()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>The one who goes.</summary>
    public Guid FromId { get; private init; }

    /// <summary>That person's name at that time.</summary>
    public string FromName { get; private init; } = "";

    /// <summary>The one who is asked.</summary>
    public Guid ToId { get; private init; }

    /// <summary>What the other must know.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Whether the one who goes stays on watch.</summary>
    public bool StaysOn { get; private init; }

    /// <summary>When it was offered (UTC).</summary>
    public DateTimeOffset OfferedAt { get; private init; }

    /// <summary>When the other took over (UTC); null before that.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>When it was taken back or overtaken (UTC); null unless it was.</summary>
    public DateTimeOffset? GivenUpAt { get; private set; }

    /// <summary>Offers the desk; the form is valid.</summary>
    /// <exception cref="ArgumentException">The actor is no person.</exception>
    public static Relief Offer(Guid desk, ReliefForm form, Actor who, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeskId = desk,
        FromId = who.Id ?? throw new ArgumentException("Only a person is relieved.", nameof(who)),
        FromName = who.Name,
        ToId = form.ToId,
        Text = form.Text.Trim(),
        StaysOn = form.StaysOn,
        OfferedAt = now,
    };

    /// <summary>The other answers for the desk now.</summary>
    public void Complete(DateTimeOffset now) => DoneAt = now;

    /// <summary>Nothing comes of it.</summary>
    public void GiveUp(DateTimeOffset now) => GivenUpAt ??= now;
}
