using System.Buffers;

namespace OpsBridge.Monitoring.Probes;

/// <summary>How a plugin ended.</summary>
/// <param name="Code">Exit code, or 128 + signal.</param>
/// <param name="Output">Standard output, at most one byte over <see cref="PluginOutput.MaxBytes"/> so that a cut shows.</param>
/// <param name="OutputStillOpen">True when something that left the plugin's process group still holds its output.</param>
internal sealed record PluginEnd(int Code, byte[] Output, bool OutputStillOpen);

/// <summary>One running plugin. Everything but <see cref="KillGroup"/> happens on the reactor's thread.</summary>
internal sealed class PluginProcess(int pid, int pidDescriptor, int outputDescriptor)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<PluginEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _output = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;
    private bool _collected;
    private bool _outputOpen = true;

    public int PidDescriptor => pidDescriptor;

    public int OutputDescriptor => outputDescriptor;

    /// <summary>Completes when the process has ended and was collected.</summary>
    public Task<PluginEnd> End => _end.Task;

    /// <summary>
    /// Kills the whole process group. The leader is not collected before this, so its number, which is the group's, cannot
    /// have passed to a stranger; after it this does nothing.
    /// </summary>
    public void KillGroup()
    {
        lock (_lock)
        {
            if (!_collected)
            {
                _ = NativeProcess.kill(-pid, NativeProcess.SigKill);
            }
        }
    }

    /// <summary>Reads what is there, a few buffers at most so that a chatty plugin does not hold up the others. False at the end of the output.</summary>
    public unsafe bool Drain(Span<byte> scratch, int rounds)
    {
        fixed (byte* buffer = scratch)
        {
            for (var i = 0; i < rounds && _outputOpen; i++)
            {
                var read = NativeProcess.read(outputDescriptor, buffer, scratch.Length);
                if (read < 0)
                {
                    return true;
                }

                _outputOpen = read > 0;
                Keep(scratch[..(int)read]);
            }
        }

        return _outputOpen;
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

        Drain(scratch, rounds: 4);
        _end.TrySetResult(new PluginEnd(code.Value, _output[.._length], _outputOpen));
        ArrayPool<byte>.Shared.Return(_output);
        return true;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        const int cap = PluginOutput.MaxBytes + 1;
        bytes = bytes[..Math.Min(bytes.Length, cap - _length)];
        if (_length + bytes.Length > _output.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(cap, Math.Max(_output.Length * 2, _length + bytes.Length)));
            _output.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_output);
            _output = larger;
        }

        bytes.CopyTo(_output.AsSpan(_length));
        _length += bytes.Length;
    }
}
