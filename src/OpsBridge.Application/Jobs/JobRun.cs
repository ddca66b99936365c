namespace OpsBridge.Jobs;

/// <summary>
/// One nominal time of a job and what became of it. (job, nominal time) is unique: however often and wherever it is due, there
/// is one run. Written by the claim and by whoever holds the token; state changes are the business of the slice's use cases.
/// </summary>
public sealed class JobRun
{
    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; init; }

    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>When it should start (UTC); for a run that somebody asked for, when they asked.</summary>
    public DateTimeOffset NominalAt { get; init; }

    /// <summary>Why it exists.</summary>
    public RunOrigin Origin { get; init; }

    /// <summary>Number of the job's version that it runs.</summary>
    public int JobNumber { get; init; }

    /// <summary>Who asked for it, by name; null when nobody did.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The run after which it comes in a chain.</summary>
    public Guid? AfterRunId { get; init; }

    /// <summary>Where it stands.</summary>
    public RunState State { get; set; }

    /// <summary>Why it was missed.</summary>
    public MissCause? Cause { get; set; }

    /// <summary>It never runs beside another run of its job, and not before an older one that waits.</summary>
    public bool Alone { get; set; }

    /// <summary>The latest moment at which it may begin (UTC); after it, it is missed. Null: it waits as long as it takes.</summary>
    public DateTimeOffset? StartBy { get; set; }

    /// <summary>Who decided about it when it asked, by name.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>An alert says that it takes too long.</summary>
    public bool TooLong { get; set; }

    /// <summary>Fencing token of the attempt that owns it, ever growing over all runs; 0 before the first claim.</summary>
    public long Token { get; set; }

    /// <summary>The process that owns it: machine and process.</summary>
    public string? Node { get; set; }

    /// <summary>Until when its owner has promised to be alive (UTC); after it the run may be declared lost.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Attempts begun.</summary>
    public int Attempt { get; set; }

    /// <summary>When the next attempt may begin (UTC), while it waits for one.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>Since when it runs (UTC), first attempt.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended (UTC), whatever the end.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Exit code or HTTP status of the last attempt.</summary>
    public int? ExitCode { get; set; }

    /// <summary>One line: how it ended or what it waits for, at most 500 characters.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Who asked that it be cancelled, by name; the owner obeys.</summary>
    public string? CancelledBy { get; set; }

    /// <summary>What it does now (<see cref="Kinds.RunProgress"/>).</summary>
    public string? Phase { get; set; }

    /// <summary>Units done.</summary>
    public long? Done { get; set; }

    /// <summary>Units in all.</summary>
    public long? Total { get; set; }

    /// <summary>Whether it has come to an end.</summary>
    public bool HasEnded => State is not (RunState.Waiting or RunState.Running or RunState.Asking);
}
