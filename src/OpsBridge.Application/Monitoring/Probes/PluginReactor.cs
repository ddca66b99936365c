using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// One thread that waits for all running plugins at once: their output (pipes) and their end (pidfds), by epoll. No pool
/// thread ever waits for a plugin, and ended plugins are collected at once, so none stays a zombie.
/// </summary>
internal sealed class PluginReactor : IDisposable
{
    private const int BatchSize = 64;
    private const int WakeUp = 0;

    // The kernel packs epoll_event on x86-64 only: 4 bytes of flags, then 8 of data.
    private static readonly int s_dataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataAt + sizeof(long);

    private readonly ConcurrentDictionary<long, PluginProcess> _running = new();
    private readonly int _epoll = NativeProcess.Check(NativeProcess.epoll_create1(0x80000), "epoll_create1");
    private readonly (int Read, int Write) _wake = NativeProcess.Pipe();
    private readonly Lock _starting = new();
    private long _lastId;
    private bool _stopping;

    public PluginReactor()
    {
        Watch(_wake.Read, WakeUp);
        new Thread(Loop) { IsBackground = true, Name = "plugins" }.Start();
    }

    /// <summary>Plugins running now.</summary>
    public int Running => _running.Count;

    /// <summary>Starts a program. Null and a plain-word error when it could not start.</summary>
    /// <exception cref="IOException">This process has no file descriptors left.</exception>
    public (PluginProcess? Process, string? Error) Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        lock (_starting)
        {
            if (_stopping)
            {
                return (null, "the console is shutting down");
            }

            var (output, write) = NativeProcess.Pipe();
            var (pid, error) = NativeProcess.Spawn(path, arguments, environment, write);
            _ = NativeProcess.close(write);
            if (error != 0)
            {
                _ = NativeProcess.close(output);
                return (null, NativeProcess.Explain(error));
            }

            return (Register(pid, output), null);
        }
    }

    /// <summary>Kills what runs and ends the thread once all of it is collected.</summary>
    public unsafe void Dispose()
    {
        lock (_starting)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            foreach (var process in _running.Values)
            {
                process.KillGroup();
            }

            byte one = 1;
            _ = NativeProcess.write(_wake.Write, &one, 1);
        }
    }

    private unsafe void Loop()
    {
        var events = stackalloc byte[BatchSize * 16];
        var scratch = new byte[64 * 1024];
        while (!Volatile.Read(ref _stopping) || !_running.IsEmpty)
        {
            var count = NativeProcess.epoll_wait(_epoll, events, BatchSize, -1);
            for (var i = 0; i < count; i++)
            {
                Handle(BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(events + (i * s_eventSize) + s_dataAt, sizeof(long))), scratch);
            }
        }

        _ = NativeProcess.close(_wake.Read);
        _ = NativeProcess.close(_wake.Write);
        _ = NativeProcess.close(_epoll);
    }

    private void Handle(long data, byte[] scratch)
    {
        if (data == WakeUp)
        {
            Forget(_wake.Read);
            return;
        }

        // An event of a process finished earlier in the same batch finds nothing here.
        if (!_running.TryGetValue(data >> 1, out var process))
        {
            return;
        }

        if ((data & 1) == 0)
        {
            if (!process.Drain(scratch, rounds: 4))
            {
                Forget(process.OutputDescriptor);
            }
        }
        else if (process.TryFinish(scratch))
        {
            // Closing alone does not end the watch: a plugin being started right now holds copies until its exec, and
            // the thread would spin on their events.
            _running.TryRemove(data >> 1, out _);
            Forget(process.OutputDescriptor);
            Forget(process.PidDescriptor);
            _ = NativeProcess.close(process.OutputDescriptor);
            _ = NativeProcess.close(process.PidDescriptor);
        }
    }

    private PluginProcess Register(int pid, int output)
    {
        var pidDescriptor = -1;
        try
        {
            pidDescriptor = NativeProcess.OpenPid(pid);
            var process = new PluginProcess(pid, pidDescriptor, output);
            var id = ++_lastId;
            _running[id] = process;
            Watch(output, id << 1);
            Watch(pidDescriptor, (id << 1) | 1);
            return process;
        }
        catch (IOException)
        {
            // Out of descriptors, or a kernel without pidfd: nobody would notice the end, so it ends here.
            _running.TryRemove(_lastId, out _);
            NativeProcess.KillAndCollect(pid);
            _ = NativeProcess.close(output);
            _ = pidDescriptor >= 0 ? NativeProcess.close(pidDescriptor) : 0;
            throw;
        }
    }

    private unsafe void Watch(int descriptor, long data)
    {
        var change = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(change, 4), NativeProcess.EpollIn);
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(change + s_dataAt, sizeof(long)), data);
        NativeProcess.Check(NativeProcess.epoll_ctl(_epoll, NativeProcess.EpollAdd, descriptor, change), "epoll_ctl");
    }

    private unsafe void Forget(int descriptor) => _ = NativeProcess.epoll_ctl(_epoll, NativeProcess.EpollDelete, descriptor, null);
}
