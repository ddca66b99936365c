using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What a person can do in the log book from a page; every answer is in words, also when the database is away.</summary>
public interface ILogActions
{
    /// <summary>Writes an entry, with its files.</summary>
    Task<LogAnswer> WriteAsync(LogEntryDetails details, IReadOnlyList<IBrowserFile> files);

    /// <summary>Corrects one.</summary>
    Task<LogAnswer> CorrectAsync(Guid id, int seen, string text, string? why);

    /// <summary>Attaches files to one that is there; with each that is not taken the reason.</summary>
    Task<LogAnswer> AttachAsync(Guid id, IReadOnlyList<IBrowserFile> files);

    /// <summary>Closes one that is carried on.</summary>
    Task<LogAnswer> CloseAsync(Guid id, string word);

    /// <summary>Sees to one from now on.</summary>
    Task<LogAnswer> TakeAsync(Guid id);
}

/// <summary>How it went.</summary>
/// <param name="Done">Stored.</param>
/// <param name="Text">One or two sentences; null where the fields say it.</param>
/// <param name="Errors">Plain words by field of <see cref="LogEntryDetails"/>.</param>
public sealed record LogAnswer(bool Done, string? Text, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>Stored.</summary>
    public static LogAnswer Good(string text) => new(true, text, None);

    /// <summary>Refused.</summary>
    public static LogAnswer Bad(string text) => new(false, text, None);

    private static Dictionary<string, string> None { get; } = new(StringComparer.Ordinal);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record LogVerbs(WriteLogEntry Write, CorrectLogEntry Correct, CloseLogEntry Close, TakeLogEntry Take, AttachFile Attach);

/// <inheritdoc cref="ILogActions"/>
public sealed class LogActions(LogVerbs verbs, CurrentActor current, ViewerTime time, IOptions<LogBookOptions> options) : ILogActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<LogAnswer> WriteAsync(LogEntryDetails details, IReadOnlyList<IBrowserFile> files) => TryAsync(async actor =>
    {
        var result = await verbs.Write.HandleAsync(details, actor, s_toTheEnd);
        if (result is not WriteLogEntryResult.Done done)
        {
            return new LogAnswer(false, null, ((WriteLogEntryResult.Invalid)result).Errors);
        }

        var refused = await AttachAsync(done.Id, files, actor);
        var words = details.Pin is null ? "Written into the log book" : "Pinned to the log book";
        return LogAnswer.Good($"{words}{(done.Late ? ", marked late" : "")}.{(refused.Count == 0 ? "" : $" Not attached: {string.Join(" ", refused)}")}");
    });

    /// <inheritdoc />
    public Task<LogAnswer> CorrectAsync(Guid id, int seen, string text, string? why) => TryAsync(async actor =>
        await verbs.Correct.HandleAsync(id, seen, text, why, actor, s_toTheEnd) switch
        {
            CorrectLogEntryResult.Done => LogAnswer.Good("Corrected. What was written before stays readable."),
            CorrectLogEntryResult.Stale stale => LogAnswer.Bad($"Somebody corrected it first. It says now: “{stale.Text}”. Nothing of yours is stored yet."),
            CorrectLogEntryResult.Locked locked => LogAnswer.Bad($"It is locked since {time.Show(locked.Since)}. Answer it instead."),
            CorrectLogEntryResult.NotYours other => LogAnswer.Bad($"{other.Author} wrote it. Answer it instead."),
            CorrectLogEntryResult.Invalid invalid => LogAnswer.Bad(invalid.Reason),
            _ => LogAnswer.Bad("There is no such entry."),
        });

    /// <inheritdoc />
    public Task<LogAnswer> AttachAsync(Guid id, IReadOnlyList<IBrowserFile> files) => files.Count == 0
        ? Task.FromResult(LogAnswer.Bad($"Choose 1 to {AttachFile.MostFiles} files."))
        : TryAsync(async actor =>
        {
            var refused = await AttachAsync(id, files, actor);
            var stored = files.Count - refused.Count;
            var words = stored == 1 ? "1 file is attached." : $"{stored} files are attached.";
            return new LogAnswer(stored > 0, refused.Count == 0 ? words : $"{(stored == 0 ? "" : words + " ")}Not attached: {string.Join(" ", refused)}", LogAnswer.Good("").Errors);
        });

    /// <inheritdoc />
    public Task<LogAnswer> CloseAsync(Guid id, string word) => TryAsync(async actor =>
        await verbs.Close.HandleAsync(id, word, actor, s_toTheEnd) switch
        {
            CloseLogEntryResult.Done => LogAnswer.Good("Closed. It is carried no further."),
            CloseLogEntryResult.AlreadyClosed closed => LogAnswer.Bad($"{closed.By} closed it at {time.Show(closed.At)}."),
            CloseLogEntryResult.Invalid invalid => LogAnswer.Bad(invalid.Reason),
            _ => LogAnswer.Bad("There is no such entry."),
        });

    /// <inheritdoc />
    public Task<LogAnswer> TakeAsync(Guid id) => TryAsync(async actor =>
        await verbs.Take.HandleAsync(id, actor, s_toTheEnd) switch
        {
            TakeLogEntryResult.Done done => LogAnswer.Good(done.Before is { } before ? $"You took it over from {before}." : "It is yours."),
            TakeLogEntryResult.AlreadyYours => LogAnswer.Good("It is yours already."),
            TakeLogEntryResult.NotOpen => LogAnswer.Bad("It is carried no further."),
            _ => LogAnswer.Bad("There is no such entry."),
        });

    private async Task<List<string>> AttachAsync(Guid entry, IReadOnlyList<IBrowserFile> files, Actor actor)
    {
        var refused = new List<string>();
        foreach (var file in files)
        {
            if (file.Size > options.Value.AttachmentLimit)
            {
                refused.Add($"{file.Name} is larger than {LogWording.Bytes(options.Value.AttachmentLimit)}.");
                continue;
            }

            await using var content = file.OpenReadStream(options.Value.AttachmentLimit, s_toTheEnd);
            switch (await verbs.Attach.HandleAsync(entry, new FileOnItsWay(file.Name, file.ContentType, file.Size, content), actor, s_toTheEnd))
            {
                case AttachFileResult.Refused why:
                    refused.Add($"{file.Name}: {why.Reason}");
                    break;
                case AttachFileResult.Locked why:
                    refused.Add($"{file.Name}: {why.Reason}");
                    break;
                case AttachFileResult.TooLarge why:
                    refused.Add($"{file.Name} is larger than {LogWording.Bytes(why.Limit)}.");
                    break;
                case AttachFileResult.NotFound:
                    refused.Add($"{file.Name}: there is no such entry.");
                    break;
            }
        }

        return refused;
    }

    private async Task<LogAnswer> TryAsync(Func<Actor, Task<LogAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return LogAnswer.Bad("Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return LogAnswer.Bad("The database does not answer. Nothing was stored; try again in a moment.");
        }
    }
}
