using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.LogBook;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds;

/// <summary>What a person can do on a round; every answer is in words, also when the database is away.</summary>
public interface IRoundActions
{
    /// <summary>Takes the round.</summary>
    Task<RoundAnswer> TakeAsync(Guid id);

    /// <summary>Stores what was typed, ticked or chosen.</summary>
    Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, StepAnswer answer);

    /// <summary>Stores a photo.</summary>
    Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, IBrowserFile photo, string? why);

    /// <summary>Finishes the round.</summary>
    Task<RoundAnswer> FinishAsync(Guid id);

    /// <summary>Leaves the round out.</summary>
    Task<RoundAnswer> SkipAsync(Guid id, string why);
}

/// <summary>How it went.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="Tone">ok, warning or critical.</param>
/// <param name="Done">Whether it is stored.</param>
public sealed record RoundAnswer(string Text, string Tone, bool Done)
{
    /// <summary>Number of the version that somebody else stored first; null when nobody did.</summary>
    public int? Newer { get; init; }

    /// <summary>It is done.</summary>
    public static RoundAnswer Good(string text) => new(text, "ok", true);

    /// <summary>It is not.</summary>
    public static RoundAnswer Bad(string text) => new(text, "warning", false);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record RoundVerbs(TakeRound Take, RecordReading Record, FinishRound Finish, SkipRound Skip);

/// <inheritdoc cref="IRoundActions"/>
public sealed class RoundActions(RoundVerbs verbs, CurrentActor current, ViewerTime time, IOptions<LogBookOptions> files) : IRoundActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<RoundAnswer> TakeAsync(Guid id) => TryAsync(async actor => Of(await verbs.Take.HandleAsync(id, actor, s_toTheEnd), "The round is yours."));

    /// <inheritdoc />
    public Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, StepAnswer answer) => TryAsync(async actor => Of(await verbs.Record.HandleAsync(id, step, seen, answer, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<RoundAnswer> RecordAsync(Guid id, Guid step, int seen, IBrowserFile photo, string? why) => TryAsync(async actor =>
    {
        if (photo.Size > files.Value.AttachmentLimit)
        {
            return RoundAnswer.Bad($"A photo has {files.Value.AttachmentLimit / 1_048_576} MB at most. Take it with less detail.");
        }

        await using var content = photo.OpenReadStream(files.Value.AttachmentLimit, s_toTheEnd);
        return Of(await verbs.Record.HandleAsync(id, step, seen, new FileOnItsWay(photo.Name, photo.ContentType, photo.Size, content), why, actor, s_toTheEnd));
    });

    /// <inheritdoc />
    public Task<RoundAnswer> FinishAsync(Guid id) => TryAsync(async actor => Of(await verbs.Finish.HandleAsync(id, actor, s_toTheEnd), "The round is finished."));

    /// <inheritdoc />
    public Task<RoundAnswer> SkipAsync(Guid id, string why) => TryAsync(async actor => Of(await verbs.Skip.HandleAsync(id, why, actor, s_toTheEnd), "Skipped. The reason stands in the handover."));

    private RoundAnswer Of(RoundResult result, string done = "") => result switch
    {
        RoundResult.Done { State: RoundState.DoneWithDeviations } => RoundAnswer.Good("The round is finished, with deviations. They stand in the handover."),
        RoundResult.Done => RoundAnswer.Good(done),
        RoundResult.NotYet early => RoundAnswer.Bad($"It can be done from {time.Show(early.OpensAt)} on."),
        RoundResult.Over over => RoundAnswer.Bad(over.By is { } by ? $"{by} ended it meanwhile: {RoundWords.Of(over.State).ToLowerInvariant()}." : "It is over: it was carried over and not done."),
        RoundResult.NotOnWatch desk => RoundAnswer.Bad($"Rounds are done by the watch. Take the watch at desk {desk.Desk} first."),
        RoundResult.Missing missing => RoundAnswer.Bad($"Still to answer: {string.Join(", ", missing.Titles.Take(5))}{(missing.Titles.Count > 5 ? $" and {missing.Titles.Count - 5} more" : "")}."),
        RoundResult.Invalid invalid => RoundAnswer.Bad(invalid.Reason),
        _ => RoundAnswer.Bad("There is no such round."),
    };

    private RoundAnswer Of(RecordReadingResult result) => result switch
    {
        RecordReadingResult.Done { Verdict: Verdict.Good } => RoundAnswer.Good("Saved."),
        RecordReadingResult.Done done => new RoundAnswer($"Saved: {done.Because}. An alert is raised.", RoundWords.Tone(done.Verdict), true),
        RecordReadingResult.Newer newer => RoundAnswer.Bad($"{newer.By} entered {newer.Words} at {time.Show(newer.At)}. Yours is not saved.") with { Newer = newer.Number },
        RecordReadingResult.Refused refused => Of(refused.Because),
        RecordReadingResult.Invalid invalid => RoundAnswer.Bad(invalid.Reason),
        _ => RoundAnswer.Bad("There is no such step."),
    };

    private async Task<RoundAnswer> TryAsync(Func<Actor, Task<RoundAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return RoundAnswer.Bad("Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return RoundAnswer.Bad("The database does not answer. Nothing was saved; what you typed is still here. Try again in a moment.");
        }
        catch (IOException)
        {
            return RoundAnswer.Bad("The photo did not arrive. Choose it again.");
        }
    }
}
