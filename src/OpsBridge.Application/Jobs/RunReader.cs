using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs;

/// <summary>One run in full.</summary>
/// <param name="Run">Where it stands.</param>
/// <param name="JobName">The job's name now.</param>
/// <param name="Details">What the job said when it ran.</param>
/// <param name="LastLine">Number of the newest line of output; 0 for none.</param>
public sealed record RunView(RunBrief Run, string JobName, JobDetails Details, int LastLine)
{
    /// <summary>Number of the oldest line that is still kept; 0 for none.</summary>
    public int FirstLine { get; init; }

    /// <summary>Median of the last 20 good runs of the job; null before the first.</summary>
    public TimeSpan? Typical { get; init; }

    /// <summary>Its attempts, first one first.</summary>
    public IReadOnlyList<RunAttemptRow> Attempts { get; init; } = [];

    /// <summary>What it waits for; null when it does not wait.</summary>
    public RunWait? Waits { get; init; }

    /// <summary>When its job was taken out of use (UTC); null while in use.</summary>
    public DateTimeOffset? JobRetiredAt { get; init; }

    /// <summary>The run with the nominal time before this one; null for none.</summary>
    public Guid? Earlier { get; init; }

    /// <summary>The run with the nominal time after this one; null for none.</summary>
    public Guid? Later { get; init; }
}

/// <summary>One line of output. Hostile text.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Text">The line, without its end.</param>
public sealed record RunLineRow(int Number, DateTimeOffset At, LineSource Source, string Text);

/// <summary>Reads runs and their output.</summary>
public interface IRunReader
{
    /// <summary>One run; null when there is none.</summary>
    Task<RunView?> ReadAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>Lines by number; cheap, so that those who watch can ask at each change.</summary>
    /// <param name="id">The run.</param>
    /// <param name="from">First number wanted, 1 or more.</param>
    /// <param name="take">1 to <see cref="RunReader.MostLines"/>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<RunLineRow>> LinesAsync(Guid id, int from, int take, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRunReader"/>
public sealed class RunReader(IDbContextFactory<OpsDbContext> contexts) : IRunReader
{
    /// <summary>Most lines in one answer.</summary>
    public const int MostLines = 5000;

    /// <inheritdoc />
    public async Task<RunView?> ReadAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<JobRun>().AsNoTracking().Where(r => r.Id == id).Select(RunBrief.Of).SingleOrDefaultAsync(ct) is not { } run)
        {
            return null;
        }

        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == run.JobId, ct);
        var then = job.Number == run.JobNumber ? job.Details
            : (await db.Set<JobVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.JobId == run.JobId && v.Number == run.JobNumber, ct))?.Details;
        var lines = db.Set<RunLine>().Where(l => l.RunId == id);
        var others = db.Set<JobRun>().Where(r => r.JobId == run.JobId);
        return new RunView(run, job.Name, then ?? job.Details, await lines.MaxAsync(l => (int?)l.Number, ct) ?? 0)
        {
            Attempts = await db.Set<RunAttempt>().AsNoTracking().Where(a => a.RunId == id).OrderBy(a => a.Number)
                .Select(a => new RunAttemptRow(a.Number, a.State, a.StartedAt, a.EndedAt, a.Node, a.ExitCode, a.Summary)).ToListAsync(ct),
            Waits = run.State == RunState.Waiting ? await WaitAsync(db, id, ct) : null,
            JobRetiredAt = job.RetiredAt,
            FirstLine = await lines.MinAsync(l => (int?)l.Number, ct) ?? 0,
            Typical = (await JobPast.OfAsync(db, run.JobId, ct)).Typical is { } typical ? TimeSpan.FromMilliseconds(typical) : null,
            Earlier = await others.Where(r => r.NominalAt < run.NominalAt).OrderByDescending(r => r.NominalAt).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct),
            Later = await others.Where(r => r.NominalAt > run.NominalAt).OrderBy(r => r.NominalAt).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct),
        };
    }

    private static async Task<RunWait?> WaitAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        if (await db.Set<JobRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.State == RunState.Waiting, ct) is not { } run)
        {
            return null; // it began meanwhile
        }

        if (run.RetryAt is { } at)
        {
            return new RunWait(run.Attempt > 0 ? RunWaitFor.Retry : RunWaitFor.Delay) { Until = at, RunId = run.Attempt > 0 ? null : run.AfterRunId };
        }

        var before = !run.Alone ? null : await db.Set<JobRun>().AsNoTracking()
            .Where(o => o.JobId == run.JobId && o.Id != id && (o.State == RunState.Running || (o.State == RunState.Waiting && o.NominalAt < run.NominalAt)))
            .OrderBy(o => o.NominalAt).FirstOrDefaultAsync(ct);
        return new RunWait(before is null ? RunWaitFor.Place : RunWaitFor.Run) { RunId = before?.Id, NominalAt = before?.NominalAt, StartBy = run.StartBy };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunLineRow>> LinesAsync(Guid id, int from, int take, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RunLine>().AsNoTracking().Where(l => l.RunId == id && l.Number >= from)
            .OrderBy(l => l.Number).Take(Math.Clamp(take, 1, MostLines))
            .Select(l => new RunLineRow(l.Number, l.At, l.Source, l.Text)).ToListAsync(ct);
    }
}
