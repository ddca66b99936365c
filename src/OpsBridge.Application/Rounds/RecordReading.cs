using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Rounds;

/// <summary>Answer of <see cref="RecordReading"/>.</summary>
public abstract record RecordReadingResult
{
    /// <summary>Stored.</summary>
    /// <param name="Number">Number of the version.</param>
    /// <param name="Verdict">What it means.</param>
    /// <param name="Because">Which limit it breaks; null when it breaks none.</param>
    public sealed record Done(int Number, Verdict Verdict, string? Because) : RecordReadingResult;

    /// <summary>Somebody answered the step since it was seen; nothing was stored.</summary>
    /// <param name="Number">Number of the newest version.</param>
    /// <param name="Words">What it says.</param>
    /// <param name="By">Who.</param>
    /// <param name="At">When (UTC).</param>
    public sealed record Newer(int Number, string Words, string By, DateTimeOffset At) : RecordReadingResult;

    /// <summary>The round cannot be worked on.</summary>
    /// <param name="Because">Why.</param>
    public sealed record Refused(RoundResult Because) : RecordReadingResult;

    /// <summary>The answer cannot be stored.</summary>
    /// <param name="Reason">What to do.</param>
    public sealed record Invalid(string Reason) : RecordReadingResult;

    /// <summary>No such round or step.</summary>
    public sealed record NotFound : RecordReadingResult;
}

/// <summary>
/// Stores the answer to a step at once: with its verdict, the alert it raises or clears, its place in the asset's series and the
/// comparison with the sensor, all in one transaction. An answer that is there is corrected by a new version with a reason.
/// </summary>
public sealed class RecordReading(RoundChange change, IOptions<LogBookOptions> files)
{
    /// <summary>Stores an answer that was typed, ticked or chosen.</summary>
    /// <param name="id">The round.</param>
    /// <param name="step">The step.</param>
    /// <param name="seen">Number of the version that was seen; 0 for none.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="actor">Who answers.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<RecordReadingResult> HandleAsync(Guid id, Guid step, int seen, StepAnswer answer, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        return change.ApplyAsync<RecordReadingResult>(id, new RecordReadingResult.NotFound(), hand => StoreAsync(hand, step, seen, answer.Why, actor, JudgeAsync, ct), ct);

        async Task<(JudgedAnswer?, string?)> JudgeAsync(RoundInHand hand, ChecklistStep asked) =>
            JudgedAnswer.Of(asked, answer, asked.Kind == StepKind.Meter ? await PreviousReadings.MeterAsync(hand.Db, asked.Id, hand.Round.DueAt, ct) : null);
    }

    /// <summary>Stores a photo; refused when its content is none.</summary>
    public async Task<RecordReadingResult> HandleAsync(Guid id, Guid step, int seen, FileOnItsWay photo, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        if (FileReader.Refuse(photo, picturesOnly: true) is { } unwanted)
        {
            return new RecordReadingResult.Invalid(unwanted);
        }

        var limit = files.Value.AttachmentLimit;
        var (read, wrong) = await FileReader.ReadAsync(photo, limit, ct);
        return read is null
            ? new RecordReadingResult.Invalid(wrong ?? $"A photo has {limit / 1_048_576} MB at most. Take it with less detail.")
            : await change.ApplyAsync<RecordReadingResult>(id, new RecordReadingResult.NotFound(), hand => StoreAsync(hand, step, seen, why, actor, Keep, ct), ct);

        Task<(JudgedAnswer?, string?)> Keep(RoundInHand hand, ChecklistStep asked)
        {
            if (asked.Kind != StepKind.Photo)
            {
                return Task.FromResult<(JudgedAnswer?, string?)>((null, "This step asks for no photo."));
            }

            var file = RoundFile.Of(hand.Round.Id, read.Name, read.MediaType, read.Content, actor, hand.Now);
            hand.Db.Add(file);
            return Task.FromResult<(JudgedAnswer?, string?)>((JudgedAnswer.Photo(file.Id, file.Name, why), null));
        }
    }

    private static async Task<RecordReadingResult> StoreAsync(
        RoundInHand hand, Guid stepId, int seen, string? why, Actor actor, Func<RoundInHand, ChecklistStep, Task<(JudgedAnswer? Answer, string? Error)>> judge, CancellationToken ct)
    {
        if ((await hand.DetailsAsync(ct)).Steps.FirstOrDefault(s => s.Id == stepId) is not { } step)
        {
            return new RecordReadingResult.NotFound();
        }

        var before = await hand.Db.Set<Reading>().AsNoTracking().Where(r => r.RoundId == hand.Round.Id && r.StepId == stepId).OrderBy(r => r.Number).ToListAsync(ct);
        if (await RefuseAsync(hand, step, before, seen, why, actor, ct) is { } refused)
        {
            return refused;
        }

        var (answer, error) = await judge(hand, step);
        if (answer is null)
        {
            return new RecordReadingResult.Invalid(error!);
        }

        var calibration = await Calibration.CompareAsync(hand, step, answer, actor, ct);
        var reading = Reading.Of(hand.Round, step, before.Count + 1, answer, calibration, actor, hand.Now);
        hand.Db.Add(reading);
        await ReadingEffects.FollowAsync(hand, step, reading, before.Count == 0 ? null : before[0], actor, ct);
        return new RecordReadingResult.Done(reading.Number, reading.Verdict, reading.Because);
    }

    private static async Task<RecordReadingResult?> RefuseAsync(
        RoundInHand hand, ChecklistStep step, List<Reading> before, int seen, string? why, Actor actor, CancellationToken ct)
    {
        // A finished round takes corrections of what it says, and nothing else.
        var corrects = hand.Round.Stage is RoundStage.Done or RoundStage.Deviations && before.Count > 0;
        var refused = await TakeRound.RefuseAsync(hand, actor, ct);
        if (refused is not null && !(corrects && refused is RoundResult.Over))
        {
            return new RecordReadingResult.Refused(refused);
        }

        if (before.Count != seen)
        {
            return before.Count == 0
                ? new RecordReadingResult.NotFound()
                : new RecordReadingResult.Newer(before.Count, before[^1].Show(step.Unit), before[^1].ByName, before[^1].At);
        }

        return before.Count > 0 && string.IsNullOrWhiteSpace(why) ? new RecordReadingResult.Invalid("Say why it is corrected.") : null;
    }
}
