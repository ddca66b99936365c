using System.Collections.Frozen;

namespace OpsBridge.Identity;

/// <summary>A key for programs. The secret is shown once and never stored; its beginning stays visible to tell keys apart.</summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that secret scanners and people recognise it.</summary>
    public const string Marker = "ob_";

    private const int PrefixLength = 8;

    private ApiKey()
    {
    }

    /// <summary>Its id; the actor id of what it does.</summary>
    public Guid Id { get; private init; }

    /// <summary>What people call it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The visible beginning.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>SHA-256 of the whole key.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>What it may do.</summary>
    public string[] Permissions { get; private init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; private init; } = "";

    /// <summary>Until when it is good (UTC); null for no end.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Its last use (UTC), exact to a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Since when it is revoked (UTC).</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>A new key text: marker, 8 visible characters, underscore, 43 secret characters.</summary>
    public static string NewToken() =>
        $"{Marker}{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(PrefixLength / 2))}_{Secret.New()}";

    /// <summary>A key over a text; of a text that is not in OpsBridge's own form only the first three characters stay visible.</summary>
    public static ApiKey Create(string token, ApiKeyDetails details, Actor creator, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Name = details.Name.Trim(),
        Prefix = token.StartsWith(Marker, StringComparison.Ordinal) && token.Length > Marker.Length + PrefixLength + 16 ? token[..(Marker.Length + PrefixLength)] : token[..3],
        Hash = Secret.Hash(token),
        Permissions = [.. details.Permissions.Distinct(StringComparer.Ordinal)],
        CreatedAt = now,
        CreatedBy = creator.Name,
        ExpiresAt = details.ExpiresAt,
    };

    /// <summary>Whether it opens anything at this moment.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

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

    /// <summary>Lets it end at that moment, unless it ends before.</summary>
    public void EndBy(DateTimeOffset at)
    {
        if (!(ExpiresAt <= at))
        {
            ExpiresAt = at;
        }
    }

    /// <summary>The actor that it stands for.</summary>
    public Actor ToActor() => new(Id, $"key:{Name}", Permissions.ToFrozenSet(StringComparer.Ordinal));
}

/// <summary>What an admin says about a new key.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Permissions">At least one of <see cref="Identity.Permissions"/>.</param>
/// <param name="ExpiresAt">Until when it is good (UTC); null for no end.</param>
public sealed record ApiKeyDetails(string Name, IReadOnlyList<string> Permissions, DateTimeOffset? ExpiresAt);
