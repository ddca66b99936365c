using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>A file of an entry; never changed, never deleted (the database refuses).</summary>
public sealed class LogAttachment
{
    private LogAttachment()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The entry.</summary>
    public Guid EntryId { get; private init; }

    /// <summary>A bare file name, without any folder.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Media type (RFC 6838) as its content shows, never as the sender claims.</summary>
    public string MediaType { get; private init; } = "";

    /// <summary>Length in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>SHA-256 of the content, 64 hex digits.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>When it was attached (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Who attached it.</summary>
    public string ByName { get; private init; } = "";

    /// <summary>The content.</summary>
    public byte[] Content { get; private init; } = [];

    internal static LogAttachment Of(Guid entry, string name, string mediaType, byte[] content, Actor actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        EntryId = entry,
        Name = name,
        MediaType = mediaType,
        Length = content.Length,
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
        At = now,
        ByName = actor.Name,
        Content = content,
    };
}
