namespace OpsBridge.Shifts.LogBook;

/// <summary>A file that may be kept.</summary>
/// <param name="Name">A bare name.</param>
/// <param name="MediaType">What its content shows.</param>
/// <param name="Content">The whole of it.</param>
internal sealed record ReadFile(string Name, string MediaType, byte[] Content);

/// <summary>
/// The rules of every file that people bring: a known kind, content that is what the name says, read up to the limit and no
/// further.
/// </summary>
internal static class FileReader
{
    private const int Chunk = 81_920;

    /// <summary>What can be said before the content is read; null when nothing is wrong.</summary>
    /// <param name="file">The file.</param>
    /// <param name="picturesOnly">Only pictures that a browser may show.</param>
    public static string? Refuse(FileOnItsWay file, bool picturesOnly)
    {
        if (FileKind.BareName(file.Name) is not { } name || FileKind.Of(name) is not { } kind || (picturesOnly && !kind.Inline))
        {
            return $"Files of this kind are not taken. Taken are {(picturesOnly ? FileKind.Pictures4People : FileKind.Endings4People)}.";
        }

        return kind.Contradicts(file.MediaType) ? $"The name says {kind.MediaType}, the sender says {file.MediaType}." : null;
    }

    /// <summary>Reads one that was not refused. Null without words: it is larger than the limit.</summary>
    public static async Task<(ReadFile? File, string? Refused)> ReadAsync(FileOnItsWay file, long limit, CancellationToken ct)
    {
        var name = FileKind.BareName(file.Name)!;
        var kind = FileKind.Of(name)!;
        if (file.Length > limit || await ContentAsync(file.Content, limit, ct) is not { } content)
        {
            return (null, null);
        }

        return content.Length == 0 || !kind.Fits(content)
            ? (null, content.Length == 0 ? "The file is empty." : $"The content is not {kind.MediaType}, as the name says.")
            : (new ReadFile(name, kind.MediaType, content), null);
    }

    /// <summary>The whole content, or null as soon as one byte too many has come.</summary>
    private static async Task<byte[]?> ContentAsync(Stream content, long limit, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var buffer = new byte[Chunk];
        while (await content.ReadAsync(buffer, ct) is > 0 and var count)
        {
            if (read.Length + count > limit)
            {
                return null;
            }

            await read.WriteAsync(buffer.AsMemory(0, count), ct);
        }

        return read.ToArray();
    }
}
