using System.Linq.Expressions;

namespace OpsBridge.Jobs;

/// <summary>A run as lists, boards and timelines show it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="JobId">Its job.</param>
/// <param name="NominalAt">When it should have started (UTC).</param>
/// <param name="State">Where it stands.</param>
public sealed record RunBrief(Guid Id, Guid JobId, DateTimeOffset NominalAt, RunState State)
{
    /// <summary>How a row becomes one, in the database.</summary>
    internal static Expression<Func<JobRun, RunBrief>> Of { get; } = r => new RunBrief(r.Id, r.JobId, r.NominalAt, r.State)
    {
        Origin = r.Origin,
        JobNumber = r.JobNumber,
        AskedBy = r.AskedBy,
        AfterRunId = r.AfterRunId,
        Cause = r.Cause,
        Node = r.Node,
        Attempt = r.Attempt,
        RetryAt = r.RetryAt,
        StartedAt = r.StartedAt,
        EndedAt = r.EndedAt,
        ExitCode = r.ExitCode,
        Summary = r.Summary,
        CancelledBy = r.CancelledBy,
        Phase = r.Phase,
        Done = r.Done,
        Total = r.Total,
    };

    /// <inheritdoc cref="JobRun.Origin"/>
    public RunOrigin Origin { get; init; }

    /// <inheritdoc cref="JobRun.JobNumber"/>
    public int JobNumber { get; init; }

    /// <inheritdoc cref="JobRun.AskedBy"/>
    public string? AskedBy { get; init; }

    /// <inheritdoc cref="JobRun.AfterRunId"/>
    public Guid? AfterRunId { get; init; }

    /// <inheritdoc cref="JobRun.Cause"/>
    public MissCause? Cause { get; init; }

    /// <inheritdoc cref="JobRun.Node"/>
    public string? Node { get; init; }

    /// <inheritdoc cref="JobRun.Attempt"/>
    public int Attempt { get; init; }

    /// <inheritdoc cref="JobRun.RetryAt"/>
    public DateTimeOffset? RetryAt { get; init; }

    /// <inheritdoc cref="JobRun.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="JobRun.EndedAt"/>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc cref="JobRun.ExitCode"/>
    public int? ExitCode { get; init; }

    /// <inheritdoc cref="JobRun.Summary"/>
    public string Summary { get; init; } = "";

    /// <inheritdoc cref="JobRun.CancelledBy"/>
    public string? CancelledBy { get; init; }

    /// <inheritdoc cref="JobRun.Phase"/>
    public string? Phase { get; init; }

    /// <inheritdoc cref="JobRun.Done"/>
    public long? Done { get; init; }

    /// <inheritdoc cref="JobRun.Total"/>
    public long? Total { get; init; }

    /// <summary>Whether it has come to an end.</summary>
    public bool HasEnded => State is not (RunState.Waiting or RunState.Running or RunState.Asking);

    /// <summary>Whether it ended without having done what it should, and nobody wanted that.</summary>
    public bool IsBad => State is RunState.Failed or RunState.TimedOut or RunState.Lost;

    /// <summary>From the first attempt to the end; null when it has not started or not ended.</summary>
    public TimeSpan? Took => EndedAt - StartedAt;

    /// <summary>How long it runs, or ran; null when it has not started.</summary>
    public TimeSpan? RunsFor(DateTimeOffset now) => (EndedAt ?? now) - StartedAt;

    /// <summary>0 to 100 from what it reports; null when it does not say.</summary>
    public double? Percent => Done is { } done && Total is > 0 and { } total ? Math.Clamp(100.0 * done / total, 0, 100) : null;

    /// <summary>
    /// When it should be ready: from the rate so far where it reports how far it is, otherwise from how long it usually takes.
    /// Null when neither is known, or when it already takes longer than usual.
    /// </summary>
    public TimeSpan? Left(TimeSpan? typical, DateTimeOffset now)
    {
        if (State != RunState.Running || RunsFor(now) is not { } runs)
        {
            return null;
        }

        var left = Percent is > 0 and { } percent ? runs * ((100 - percent) / percent) : typical - runs;
        return left > TimeSpan.Zero ? left : null;
    }
}
