using OpsBridge.Identity;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>A runbook that was started on an alert. It keeps the version that it was started with.</summary>
public sealed class RunbookRun
{
    private RunbookRun()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The runbook.</summary>
    public Guid RunbookId { get; private init; }

    /// <summary>Number of its version.</summary>
    public int Number { get; private init; }

    /// <summary>The alert.</summary>
    public long AlertId { get; private init; }

    /// <summary>When it was started (UTC).</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>By whom.</summary>
    public string StartedBy { get; private init; } = "";

    /// <summary>When its last step was answered (UTC); null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    internal static RunbookRun Start(RunbookVersion version, long alert, Actor by, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), RunbookId = version.RunbookId, Number = version.Number, AlertId = alert, StartedAt = now, StartedBy = by.Name };

    internal void Finish(DateTimeOffset now) => FinishedAt = now;
}

/// <summary>One step of a run as it was done; never changed, never deleted (the database refuses).</summary>
public sealed class RunbookDeed
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNote = 500;

    private RunbookDeed()
    {
    }

    /// <summary>The run.</summary>
    public Guid RunId { get; private init; }

    /// <summary>The step.</summary>
    public Guid StepId { get; private init; }

    /// <summary>Done, else left out.</summary>
    public bool Done { get; private init; }

    /// <summary>What was found, or why it was left out.</summary>
    public string? Note { get; private init; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>By whom.</summary>
    public string ByName { get; private init; } = "";

    internal static RunbookDeed Of(Guid run, Guid step, bool done, string? note, Actor by, DateTimeOffset now) =>
        new() { RunId = run, StepId = step, Done = done, Note = note, At = now, ByName = by.Name };
}
