using OpsBridge.Identity;

namespace OpsBridge.Shifts.Orders;

/// <summary>"I know what happened since I last stood watch", by one person at one desk; never changed, never deleted (the database refuses).</summary>
public sealed class DigestConfirmation
{
    private DigestConfirmation()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The name at that time.</summary>
    public string AccountName { get; private init; } = "";

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>Since when that one was away (UTC), included.</summary>
    public DateTimeOffset From { get; private init; }

    /// <summary>Until when the digest told (UTC), excluded.</summary>
    public DateTimeOffset Until { get; private init; }

    /// <summary>When it was confirmed (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    internal static DigestConfirmation Of(Guid desk, DateTimeOffset from, DateTimeOffset until, Guid account, Actor who, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AccountId = account,
        AccountName = who.Name,
        DeskId = desk,
        From = from,
        Until = until,
        At = now,
    };
}
