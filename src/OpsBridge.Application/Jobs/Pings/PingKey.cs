using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>Lets senders address reported jobs by slug. Only its hash is kept; it can be used for pings and nothing else.</summary>
public sealed class PingKey
{
    /// <summary>What every ping key begins with; no address of the console does.</summary>
    public const string Marker = "pk_";

    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaxName = 60;

    private const int Shown = 7;

    private PingKey()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>What people call it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Its visible beginning.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>SHA-256 of the whole key.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who made it, by name.</summary>
    public string CreatedBy { get; private init; } = "";

    /// <summary>Since when it is revoked (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>A new key text: the marker and 43 secret characters.</summary>
    public static string NewToken() => Marker + Secret.New();

    /// <summary>A key over a text.</summary>
    public static PingKey Create(string token, string name, Actor creator, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Name = name.Trim(), Prefix = token[..Shown], Hash = Secret.Hash(token), CreatedAt = now, CreatedBy = creator.Name,
    };

    /// <summary>Ends it; false when it was over already.</summary>
    public bool Revoke(DateTimeOffset now)
    {
        var was = RevokedAt is null;
        RevokedAt ??= now;
        return was;
    }
}
