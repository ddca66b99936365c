using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>A photo of a round; never changed, never deleted (the database refuses).</summary>
public sealed class RoundFile
{
    private RoundFile()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The round.</summary>
    public Guid RoundId { get; private init; }

    /// <summary>A bare file name, without any folder.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Media type (RFC 6838) as its content shows.</summary>
    public string MediaType { get; private init; } = "";

    /// <summary>Length in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>SHA-256 of the content, 64 hex digits.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>When it came (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>From whom.</summary>
    public string ByName { get; private init; } = "";

    /// <summary>The content.</summary>
    public byte[] Content { get; private init; } = [];

    internal static RoundFile Of(Guid round, string name, string mediaType, byte[] content, Actor actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        RoundId = round,
        Name = name,
        MediaType = mediaType,
        Length = content.Length,
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
        At = now,
        ByName = actor.Name,
        Content = content,
    };
}
