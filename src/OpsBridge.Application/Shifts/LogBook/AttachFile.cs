using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>A file on its way in.</summary>
/// <param name="Name">Whatever the client calls it; only a bare name is kept.</param>
/// <param name="MediaType">Media type as the client claims; null when it does not say.</param>
/// <param name="Length">Length in bytes as the client says; null when it does not. Never trusted, but refused early when it is too large.</param>
/// <param name="Content">The content; read only as far as the limit.</param>
public sealed record FileOnItsWay(string? Name, string? MediaType, long? Length, Stream Content);

/// <summary>Answer of <see cref="AttachFile"/>.</summary>
public abstract record AttachFileResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Name">The name it has.</param>
    public sealed record Done(Guid Id, string Name) : AttachFileResult;

    /// <summary>No such entry.</summary>
    public sealed record NotFound : AttachFileResult;

    /// <summary>It is larger than an entry takes.</summary>
    /// <param name="Limit">The most, in bytes.</param>
    public sealed record TooLarge(long Limit) : AttachFileResult;

    /// <summary>The file is of no kind that is taken, or not what it says.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(string Reason) : AttachFileResult;

    /// <summary>The entry takes nothing more: its shift is over, it is closed, or somebody else wrote it.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Locked(string Reason) : AttachFileResult;
}

/// <summary>Attaches a file to an entry: read up to the limit and no further, and kept only when its content is what its name says.</summary>
public sealed class AttachFile(LogBookChange change, IOptions<LogBookOptions> options)
{
    /// <summary>The most files of one entry.</summary>
    public const int MostFiles = 20;

    /// <summary>Reads and stores it.</summary>
    public async Task<AttachFileResult> HandleAsync(Guid entryId, FileOnItsWay file, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        if (file.Length > options.Value.AttachmentLimit)
        {
            return new AttachFileResult.TooLarge(options.Value.AttachmentLimit);
        }

        if (FileReader.Refuse(file, picturesOnly: false) is { } unwanted)
        {
            return new AttachFileResult.Refused(unwanted);
        }

        if (await change.EntryAsync<AttachFileResult?>(entryId, new AttachFileResult.NotFound(), hand => RefuseAsync(hand, actor, ct), ct) is { } refused)
        {
            return refused; // before the content is read
        }

        var (read, wrong) = await FileReader.ReadAsync(file, options.Value.AttachmentLimit, ct);
        return read is not null
            ? await StoreAsync(entryId, read, actor, ct)
            : wrong is null ? new AttachFileResult.TooLarge(options.Value.AttachmentLimit) : new AttachFileResult.Refused(wrong);
    }

    private Task<AttachFileResult> StoreAsync(Guid entryId, ReadFile read, Actor actor, CancellationToken ct) =>
        change.EntryAsync<AttachFileResult>(
            entryId,
            new AttachFileResult.NotFound(),
            async hand =>
            {
                if (await RefuseAsync(hand, actor, ct) is { } refused)
                {
                    return refused;
                }

                var stored = LogAttachment.Of(entryId, read.Name, read.MediaType, read.Content, actor, hand.Now);
                hand.Db.Add(stored);
                hand.Db.Add(TimelineEntry.Record(hand.Now, actor, LogBookChange.Happened(hand.Entry, "attached", $"attached {read.Name} to") with
                {
                    After = new { stored.Name, stored.MediaType, stored.Length, stored.Sha256 },
                }));
                return new AttachFileResult.Done(stored.Id, read.Name);
            },
            ct);

    private static async Task<AttachFileResult?> RefuseAsync(EntryInHand hand, Actor actor, CancellationToken ct)
    {
        if (!hand.Entry.MayChange(actor))
        {
            return new AttachFileResult.Locked($"{hand.Entry.AuthorName} wrote this entry. Answer it, and attach to your answer.");
        }

        if (hand.IsLocked)
        {
            return new AttachFileResult.Locked("Its shift is over, or it is closed. Answer it, and attach to your answer.");
        }

        return await hand.Db.Set<LogAttachment>().CountAsync(a => a.EntryId == hand.Entry.Id, ct) >= MostFiles
            ? new AttachFileResult.Locked($"An entry takes {MostFiles} files at most.")
            : null;
    }
}
