namespace OpsBridge.Identity;

/// <summary>
/// One browser that signed in. It counts while its stamp is the account's: disabling, a new password and "sign out everywhere"
/// change the account's stamp and so end every session at once.
/// </summary>
public sealed class SignInSession
{
    /// <summary>The longest time until the password is asked again, whatever happens: two shifts of twelve hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The longest time without a request: one shift.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    private SignInSession()
    {
    }

    /// <summary>Travels in the (encrypted) cookie.</summary>
    public Guid Id { get; private init; }

    /// <summary>Whose it is.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The account's stamp when it began.</summary>
    public string Stamp { get; private init; } = "";

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>When it ends in any case (UTC).</summary>
    public DateTimeOffset EndsAt { get; private init; }

    /// <summary>A session that begins now.</summary>
    public static SignInSession Begin(Account account, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AccountId = account.Id,
        Stamp = account.SecurityStamp ?? "",
        StartedAt = now,
        EndsAt = now + Longest,
    };
}
