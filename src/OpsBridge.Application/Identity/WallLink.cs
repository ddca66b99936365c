namespace OpsBridge.Identity;

/// <summary>A read-only link for a screen on the wall. Only the hash of its secret is stored.</summary>
public sealed class WallLink
{
    private WallLink()
    {
    }

    /// <summary>Its id; travels in the screen's (encrypted) cookie.</summary>
    public Guid Id { get; private init; }

    /// <summary>Where the screen hangs.</summary>
    public string Name { get; private init; } = "";

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; private init; } = "";

    /// <summary>Since when it is revoked (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>A link over a secret.</summary>
    public static WallLink Create(string secret, string name, Actor creator, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Name = name.Trim(),
        Hash = Secret.Hash(secret),
        CreatedAt = now,
        CreatedBy = creator.Name,
    };

    /// <summary>Ends it; false when it was over already.</summary>
    public bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        return true;
    }

    /// <summary>What a screen may see.</summary>
    public static Actor ToActor(Guid id, string name) =>
        Actor.Internal($"wall:{name}", Permissions.ViewAlerts, Permissions.ViewAssets, Permissions.ViewChecks) with { Id = id };
}
