using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>Why an attempt is stopped before its end.</summary>
internal enum StopReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Somebody cancelled the run.</summary>
    Cancelled,

    /// <summary>The run is no longer this process's.</summary>
    Fenced,

    /// <summary>The database was out of reach for longer than the lease: others may have given the run up.</summary>
    Unreachable,

    /// <summary>OpsBridge stops.</summary>
    Stopping,
}

/// <summary>An attempt that this process works on.</summary>
internal sealed record RunningAttempt(ClaimedRun Run, RunOutput Output, RunFence Fence, TimeSpan Lease)
    : JobAttempt(Run.RunId, Run.JobId, Run.Details.Name, Run.Details.AssetId, Run.NominalAt, Run.Attempt, Run.Details.Settings), IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _refused;

    /// <summary>Ends when the attempt must stop.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Why it must stop; the first reason stays.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>Monotonic moment of the last renewal of the lease.</summary>
    public long RenewedAt { get; set; }

    /// <summary>Stops it; one that has ended meanwhile stays as it is.</summary>
    public async Task StopAsync(StopReason reason)
    {
        Reason = Reason == StopReason.None || reason == StopReason.Fenced ? reason : Reason;
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // it ended between the look and the stop
        }
    }

    /// <inheritdoc />
    public override void Write(LineSource source, string line) => Output.Write(source, line);

    /// <inheritdoc />
    public override void Report(RunProgress progress) => Output.Report(progress);

    /// <inheritdoc />
    public override async Task CommitAsync(Func<OpsDbContext, CancellationToken, Task> write, CancellationToken ct)
    {
        try
        {
            await Fence.WriteAsync(Run.RunId, Run.Token, Lease, write, ct);
        }
        catch (FenceLostException)
        {
            await RefusedAsync(ct);
            throw;
        }
    }

    /// <summary>A write was refused: the run is lost to this process.</summary>
    public async Task RefusedAsync(CancellationToken ct)
    {
        await StopAsync(StopReason.Fenced);
        await Fence.RefusedAsync(Run, Interlocked.Exchange(ref _refused, 1) == 0, ct);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Dispose();
        Output.Dispose();
    }
}
