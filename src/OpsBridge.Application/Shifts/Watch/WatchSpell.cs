using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>How a spell on watch ended.</summary>
public enum WatchEnding
{
    /// <summary>Somebody accepted a handover.</summary>
    HandedOver,

    /// <summary>Somebody took over in mid-shift.</summary>
    Relieved,

    /// <summary>The desk went unstaffed in writing.</summary>
    Unstaffed,

    /// <summary>Left while somebody else answered for the desk.</summary>
    Left,

    /// <summary>A supervisor ended it, or the account was disabled.</summary>
    Removed,
}

/// <summary>
/// One person's time on watch at one desk. Of those on watch just one answers for the desk ("holds" it): the database
/// refuses a second. Who takes an unheld desk holds it; after that the hold passes by handover or relief only.
/// </summary>
public sealed class WatchSpell
{
    private WatchSpell()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>The planned shift it was taken for; null when none was planned.</summary>
    public Guid? ShiftId { get; private init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The name at that time.</summary>
    public string AccountName { get; private init; } = "";

    /// <summary>Since when on watch (UTC).</summary>
    public DateTimeOffset TakenAt { get; private init; }

    /// <summary>Until when (UTC); null while on watch.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>Since when this person answers for the desk (UTC); null when never in this spell.</summary>
    public DateTimeOffset? HeldFrom { get; private set; }

    /// <summary>Until when (UTC); null while it lasts.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>How it ended; null while on watch.</summary>
    public WatchEnding? Ending { get; private set; }

    /// <summary>Whether this person answers for the desk now.</summary>
    public bool Holds => HeldFrom is not null && HeldUntil is null && LeftAt is null;

    /// <summary>Begins a spell.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="shift">The planned shift, if there is one.</param>
    /// <param name="who">An account; a key cannot stand watch.</param>
    /// <param name="holds">Whether the desk was unheld, so that this person answers for it at once.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <exception cref="ArgumentException">The actor is no person.</exception>
    public static WatchSpell Begin(Guid desk, Guid? shift, Actor who, bool holds, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeskId = desk,
        ShiftId = shift,
        AccountId = who.Id ?? throw new ArgumentException("Only a person stands watch.", nameof(who)),
        AccountName = who.Name,
        TakenAt = now,
        HeldFrom = holds ? now : null,
    };

    /// <summary>Answers for the desk from now on; the one before must have passed it on in the same transaction.</summary>
    public void TakeHold(DateTimeOffset now) => (HeldFrom, HeldUntil) = (now, null);

    /// <summary>Answers for the desk no longer, but stays on watch.</summary>
    public void PassHold(DateTimeOffset now) => HeldUntil = now;

    /// <summary>Goes off watch.</summary>
    public void End(WatchEnding how, DateTimeOffset now)
    {
        if (Holds)
        {
            HeldUntil = now;
        }

        LeftAt = now;
        Ending = how;
    }
}
