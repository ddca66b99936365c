using Microsoft.AspNetCore.Identity;

namespace OpsBridge.Identity;

/// <summary>Somebody who may sign in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>Failures in a row that cost no waiting time.</summary>
    public const int FreeFailures = 4;

    /// <summary>The longest wait between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(30);

    /// <summary>What the account is for.</summary>
    public Role Role { get; set; }

    /// <summary>Since when it may no longer sign in; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Its last sign-in (UTC).</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>A new account without a password; nobody can sign in with it until one is chosen.</summary>
    public static Account Create(AccountName name, Role role, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = name.Value,
        NormalizedUserName = name.Normalized,
        Role = role,
        CreatedAt = now,
        LockoutEnabled = true,
        SecurityStamp = NewStamp(),
    };

    /// <summary>Whether a try at this moment may count at all.</summary>
    public bool MayTry(DateTimeOffset now) => DisabledAt is null && PasswordHash is not null && !(LockoutEnd > now);

    /// <summary>A wrong password: from the fifth in a row on, each doubles the wait from 30 seconds up to <see cref="LongestWait"/>.</summary>
    public void FailSignIn(DateTimeOffset now)
    {
        AccessFailedCount++;
        var doublings = AccessFailedCount - FreeFailures - 1;
        if (doublings >= 0)
        {
            var wait = doublings > 10 ? LongestWait : s_firstWait * Math.Pow(2, doublings);
            LockoutEnd = now + (wait < LongestWait ? wait : LongestWait);
        }
    }

    /// <summary>The right password: the count of failures starts anew.</summary>
    public void SucceedSignIn(DateTimeOffset now)
    {
        AccessFailedCount = 0;
        LockoutEnd = null;
        LastSignInAt = now;
    }

    /// <summary>The right password, asked again within a session: the count of failures starts anew.</summary>
    public void ProveSelf() => (AccessFailedCount, LockoutEnd) = (0, null);

    /// <summary>A new password, already hashed. Every session that began before ends.</summary>
    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        AccessFailedCount = 0;
        LockoutEnd = null;
        EndSessions();
    }

    /// <summary>Takes the password away, so that only a setup link lets its owner in again. Every session ends.</summary>
    public void DropPassword()
    {
        PasswordHash = null;
        EndSessions();
    }

    /// <summary>Takes it out of use and ends its sessions; false when it was out of use.</summary>
    public bool Disable(DateTimeOffset now)
    {
        if (DisabledAt is not null)
        {
            return false;
        }

        DisabledAt = now;
        EndSessions();
        return true;
    }

    /// <summary>Puts it in use again; false when it was in use.</summary>
    public bool Enable()
    {
        if (DisabledAt is null)
        {
            return false;
        }

        DisabledAt = null;
        return true;
    }

    /// <summary>Every session that began before is over, because its stamp no longer matches.</summary>
    public void EndSessions() => SecurityStamp = NewStamp();

    private static string NewStamp() =>
        Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
