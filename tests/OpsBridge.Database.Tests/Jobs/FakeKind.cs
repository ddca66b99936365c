using System.Collections.Concurrent;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs;

/// <summary>A kind in place of "command": does what a test says, and stops at a gate where a test asks for one.</summary>
internal sealed class FakeKind : IJobKind
{
    private readonly ConcurrentBag<TaskCompletionSource> _gates = [];

    public string Name => "command";

    /// <summary>What every attempt does; succeeds at once unless a test says otherwise.</summary>
    public Func<JobAttempt, CancellationToken, Task<JobResult>> Does { get; set; } = (_, _) => Task.FromResult(new JobResult(true, "done"));

    /// <summary>Attempts begun, in their order.</summary>
    public ConcurrentQueue<JobAttempt> Begun { get; } = new();

    /// <summary>From now on attempts wait for <see cref="OpenAll"/> or their cancellation.</summary>
    public void Close() => Does = async (_, ct) =>
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gates.Add(gate);
        await gate.Task.WaitAsync(ct);
        return new JobResult(true, "done");
    };

    /// <summary>Lets those that wait go on, and later ones pass.</summary>
    public void OpenAll()
    {
        Does = (_, _) => Task.FromResult(new JobResult(true, "done"));
        while (_gates.TryTake(out var gate))
        {
            gate.TrySetResult();
        }
    }

    public void Fail(string summary = "exit code 1") => Does = (_, _) => Task.FromResult(new JobResult(false, summary, 1));

    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct)
    {
        Begun.Enqueue(attempt);
        return Does(attempt, ct);
    }
}
