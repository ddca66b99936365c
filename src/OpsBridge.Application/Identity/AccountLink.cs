namespace OpsBridge.Identity;

/// <summary>What a one-time link is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Makes the first admin of an instance.</summary>
    Claim,

    /// <summary>Lets the owner of an account choose its password.</summary>
    Setup,
}

/// <summary>A one-time link. Only the hash of its secret is stored; using it deletes it.</summary>
public sealed class AccountLink
{
    /// <summary>How long a claim link is good.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long a setup link is good.</summary>
    public static readonly TimeSpan SetupLifetime = TimeSpan.FromHours(24);

    private AccountLink()
    {
    }

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>What it is good for.</summary>
    public LinkPurpose Purpose { get; private init; }

    /// <summary>Whose password it lets choose; null for a claim.</summary>
    public Guid? AccountId { get; private init; }

    /// <summary>Until when it is good (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>A link that makes the first admin.</summary>
    public static AccountLink ForClaim(string secret, DateTimeOffset now) =>
        new() { Hash = Secret.Hash(secret), Purpose = LinkPurpose.Claim, ExpiresAt = now + ClaimLifetime };

    /// <summary>A link that lets an account choose its password.</summary>
    public static AccountLink ForSetup(string secret, Guid accountId, DateTimeOffset now) =>
        new() { Hash = Secret.Hash(secret), Purpose = LinkPurpose.Setup, AccountId = accountId, ExpiresAt = now + SetupLifetime };
}
