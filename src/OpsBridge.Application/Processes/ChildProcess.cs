namespace OpsBridge.Processes;

/// <summary>How a program ended.</summary>
/// <param name="Code">Exit code, or 128 + signal; -1 when somebody else collected it.</param>
/// <param name="OutputStillOpen">True when something that left its process group still holds its output.</param>
internal sealed record ChildEnd(int Code, bool OutputStillOpen);

/// <summary>What a program writes, in pieces as they come. Called on the reactor's thread: must not block.</summary>
internal interface IChildOutput
{
    /// <summary>Whether standard error is taken as well; otherwise it goes to /dev/null.</summary>
    bool TakesErrors { get; }

    /// <summary>Takes a piece of standard output or standard error.</summary>
    void Take(bool isError, ReadOnlySpan<byte> bytes);
}

/// <summary>One running program. Everything but <see cref="SignalGroup"/> happens on the reactor's thread.</summary>
internal sealed class ChildProcess(int pid, int pidDescriptor, int output, int? errors, IChildOutput taker)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<ChildEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _collected;
    private bool _outputOpen = true;
    private bool _errorsOpen = errors is not null;

    /// <summary>Its process id, which is also its session's and its group's.</summary>
    public int Pid => pid;

    public int PidDescriptor => pidDescriptor;

    public int OutputDescriptor => output;

    public int? ErrorDescriptor => errors;

    /// <summary>Completes when the program has ended and was collected.</summary>
    public Task<ChildEnd> End => _end.Task;

    /// <summary>
    /// Signals the whole process group. The leader is not collected before this, so its number, which is the group's, cannot
    /// have passed to a stranger; after it this does nothing.
    /// </summary>
    public void SignalGroup(int signal)
    {
        lock (_lock)
        {
            if (!_collected)
            {
                _ = NativeProcess.kill(-pid, signal);
            }
        }
    }

    /// <summary>Reads what is there, a few buffers at most so that a chatty program does not hold up the others. False at the end of that stream.</summary>
    public unsafe bool Drain(bool isError, Span<byte> scratch, int rounds)
    {
        ref var open = ref isError ? ref _errorsOpen : ref _outputOpen;
        fixed (byte* buffer = scratch)
        {
            for (var i = 0; i < rounds && open; i++)
            {
                var read = NativeProcess.read(isError ? errors!.Value : output, buffer, scratch.Length);
                if (read < 0)
                {
                    return true;
                }

                open = read > 0;
                taker.Take(isError, scratch[..(int)read]);
            }
        }

        return open;
    }

    /// <summary>The leader ended: kill what is left of its group, collect it, take the rest of the output. False when it has not ended.</summary>
    public bool TryFinish(Span<byte> scratch)
    {
        int? code;
        lock (_lock)
        {
            _ = NativeProcess.kill(-pid, NativeProcess.SigKill);
            code = NativeProcess.Collect(pid);
            _collected = code is not null;
        }

        if (code is null)
        {
            return false;
        }

        Drain(isError: false, scratch, rounds: 4); // a pipe holds one of these buffers
        Drain(isError: true, scratch, rounds: 4);
        _end.TrySetResult(new ChildEnd(code.Value, _outputOpen || _errorsOpen));
        return true;
    }
}
