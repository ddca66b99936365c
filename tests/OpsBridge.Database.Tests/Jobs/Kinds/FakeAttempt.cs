using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Kinds;

/// <summary>An attempt without an engine: output is kept, commits go to the database unless the fence is said to be lost.</summary>
internal sealed record FakeAttempt(Guid RunId, Guid JobId, string JobName, DateTimeOffset NominalAt, JobSettings Settings, IDbContextFactory<OpsDbContext> Contexts)
    : JobAttempt(RunId, JobId, JobName, null, NominalAt, 1, Settings)
{
    private readonly ConcurrentQueue<(LineSource Source, string Line)> _lines = new();
    private readonly ConcurrentQueue<RunProgress> _progress = new();

    /// <summary>Whether somebody else owns the run.</summary>
    public bool FenceLost { get; set; }

    /// <summary>Called before, within and after each commit.</summary>
    public Func<string, Task> Passing { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each line.</summary>
    public Action<LineSource, string>? Hearing { get; set; }

    /// <summary>Called with each phase.</summary>
    public Action<string>? Reaching { get; set; }

    public IEnumerable<string> Lines => _lines.Select(l => l.Line);

    public string Text => string.Join('\n', Lines);

    public IEnumerable<string> Phases => _progress.Select(p => p.Phase).Distinct(StringComparer.Ordinal);

    public override void Write(LineSource source, string line)
    {
        _lines.Enqueue((source, line));
        Hearing?.Invoke(source, line);
    }

    public override void Report(RunProgress progress)
    {
        _progress.Enqueue(progress);
        Reaching?.Invoke(progress.Phase);
    }

    public override async Task CommitAsync(Func<OpsDbContext, CancellationToken, Task> write, CancellationToken ct)
    {
        if (FenceLost)
        {
            throw new FenceLostException();
        }

        await Passing("before commit");
        await using var db = await Contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await write(db, ct);
        await Passing("in commit");
        await transaction.CommitAsync(ct);
        await Passing("after commit");
    }
}
