using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Handling;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>Answer of <see cref="StartRunbook"/> and <see cref="DoRunbookStep"/>.</summary>
public abstract record RunbookStepResult
{
    /// <summary>Stored, and told on the alert.</summary>
    /// <param name="RunId">The run.</param>
    /// <param name="Finished">Whether that was the last step.</param>
    public sealed record Done(Guid RunId, bool Finished) : RunbookStepResult;

    /// <summary>Somebody was first.</summary>
    /// <param name="By">Who.</param>
    /// <param name="At">When (UTC).</param>
    public sealed record Already(string By, DateTimeOffset At) : RunbookStepResult;

    /// <summary>A step is left out with a reason; a note has a length.</summary>
    /// <param name="Reason">What is wrong.</param>
    public sealed record Invalid(string Reason) : RunbookStepResult;

    /// <summary>No such alert, runbook in force, run or step.</summary>
    public sealed record NotFound : RunbookStepResult;
}

/// <summary>Starts the version in force of a runbook on an alert.</summary>
public sealed class StartRunbook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Starts it.</summary>
    public async Task<RunbookStepResult> HandleAsync(Guid id, long alertId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var alerts = await AlertWriter.LockAsync(db, [alertId], ct); // of two who start at once one waits here
        if (alerts is not [var alert] || await RunbookBook.InForce(db, now).SingleOrDefaultAsync(v => v.RunbookId == id, ct) is not { } version)
        {
            return new RunbookStepResult.NotFound();
        }

        if (await db.Set<RunbookRun>().AsNoTracking().SingleOrDefaultAsync(r => r.AlertId == alertId && r.RunbookId == id && r.FinishedAt == null, ct) is { } running)
        {
            return new RunbookStepResult.Already(running.StartedBy, running.StartedAt);
        }

        var run = RunbookRun.Start(version, alertId, actor, now);
        db.Add(run);
        db.Add(TimelineEntry.Record(now, actor, new Happening("runbook.started", id.ToString(), $"started runbook {version.Details.Title}, version {version.Number}") { AssetId = alert.AssetId, After = new { alertId, version.Number } }));
        await AlertNotes.WriteAsync(db, alert, $"Runbook “{version.Details.Title}” (version {version.Number}) started.", actor, now, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new RunbookStepResult.Done(run.Id, false);
    }
}

/// <summary>Records that a step of a runbook was done, or left out with a reason, with time and actor on the alert's history.</summary>
public sealed class DoRunbookStep(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Records it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="stepId">The step.</param>
    /// <param name="done">Done, else left out.</param>
    /// <param name="note">What was found; for a step that is left out the reason.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RunbookStepResult> HandleAsync(Guid runId, Guid stepId, bool done, string? note, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        if (!PlainText.IsLine(note, done ? 0 : 1, RunbookDeed.MaxNote))
        {
            return new RunbookStepResult.Invalid(done ? $"A note has at most {RunbookDeed.MaxNote} characters on one line." : "Say why it is left out.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var alertId = await db.Set<RunbookRun>().Where(r => r.Id == runId).Select(r => (long?)r.AlertId).SingleOrDefaultAsync(ct);
        if (alertId is not { } id || await AlertWriter.LockAsync(db, [id], ct) is not [var alert])
        {
            return new RunbookStepResult.NotFound();
        }

        var result = await RecordAsync(db, alert, runId, new RunbookAct(stepId, done, PlainText.TrimToNull(note)), actor, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private async Task<RunbookStepResult> RecordAsync(OpsDbContext db, Alert alert, Guid runId, RunbookAct act, Actor actor, CancellationToken ct)
    {
        var run = await db.Set<RunbookRun>().SingleAsync(r => r.Id == runId, ct);
        var details = (await db.Set<RunbookVersion>().AsNoTracking().SingleAsync(v => v.RunbookId == run.RunbookId && v.Number == run.Number, ct)).Details;
        var place = details.Steps.Select(s => s.Id).ToList().IndexOf(act.StepId);
        if (place < 0)
        {
            return new RunbookStepResult.NotFound();
        }

        var deeds = await db.Set<RunbookDeed>().AsNoTracking().Where(d => d.RunId == runId).ToListAsync(ct);
        if (deeds.Find(d => d.StepId == act.StepId) is { } known)
        {
            return new RunbookStepResult.Already(known.ByName, known.At);
        }

        var now = clock.GetUtcNow();
        var finished = deeds.Count + 1 == details.Steps.Count;
        db.Add(RunbookDeed.Of(runId, act.StepId, act.Done, act.Note, actor, now));
        if (finished)
        {
            run.Finish(now);
        }

        var words = string.Create(CultureInfo.InvariantCulture, $"Runbook “{details.Title}”, step {place + 1} of {details.Steps.Count} {(act.Done ? "done" : "left out")}: {Short(details.Steps[place].Text)}{(act.Note is null ? "" : $" ({act.Note})")}");
        db.Add(TimelineEntry.Record(now, actor, new Happening(act.Done ? "runbook.step_done" : "runbook.step_skipped", run.RunbookId.ToString(), words) { AssetId = alert.AssetId, After = new { run.AlertId, Step = place + 1 }, Why = act.Note }));
        await AlertNotes.WriteAsync(db, alert, words, actor, now, ct);
        return new RunbookStepResult.Done(runId, finished);
    }

    private static string Short(string text)
    {
        var line = text.Split('\n')[0].Trim();
        return line.Length <= 200 ? line : line[..199] + "…";
    }

    private sealed record RunbookAct(Guid StepId, bool Done, string? Note);
}

/// <summary>Writes into an alert's history.</summary>
internal static class AlertNotes
{
    /// <summary>A note in the caller's transaction, on an alert that is locked.</summary>
    public static async Task WriteAsync(OpsDbContext db, Alert alert, string words, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var before = alert.Snapshot();
        if (alert.Handle(new AlertVerb.Note(), words, actor, now) is AlertOutcome.Done done)
        {
            await AlertWriter.WriteAsync(db, [new MovedAlert(before, alert, [done.Step])], actor, ct);
        }
    }
}
