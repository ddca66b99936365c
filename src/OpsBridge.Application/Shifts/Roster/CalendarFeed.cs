using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>A secret address under which a calendar program reads shifts: those of one person, or all of one desk.</summary>
public sealed class CalendarFeed
{
    private CalendarFeed()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>SHA-256 of the secret; the secret itself is kept nowhere.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>Who made it; it shows the shifts of this account unless <see cref="DeskId"/> is set, and ends with it.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The desk whose shifts it shows; null for those of the account.</summary>
    public Guid? DeskId { get; private init; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was revoked (UTC); null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>A new address.</summary>
    public static CalendarFeed Create(string secret, Guid account, Guid? desk, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Hash = Secret.Hash(secret), AccountId = account, DeskId = desk, CreatedAt = now };

    /// <summary>Ends it; false when it had ended.</summary>
    public bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        return true;
    }
}
