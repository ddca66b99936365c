using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace OpsBridge.Processes;

/// <summary>
/// One thread that waits for all running programs of one owner at once: their output (pipes) and their end (pidfds), by epoll.
/// No pool thread ever waits for a program, and ended ones are collected at once, so none stays a zombie.
/// </summary>
internal sealed class ProcessReactor : IDisposable
{
    private const int BatchSize = 64;
    private const int WakeUp = 0;

    // What an event is about, in the two lowest bits beside the program's number.
    private const int Output = 0;
    private const int Errors = 1;
    private const int Ended = 2;

    // The kernel packs epoll_event on x86-64 only: 4 bytes of flags, then 8 of data.
    private static readonly int s_dataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataAt + sizeof(long);

    private readonly ConcurrentDictionary<long, ChildProcess> _running = new();
    private readonly int _epoll = NativeProcess.Check(NativeProcess.epoll_create1(0x80000), "epoll_create1");
    private readonly (int Read, int Write) _wake = NativeProcess.Pipe();
    private readonly Lock _starting = new();
    private long _lastId;
    private bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Name of the thread, for debuggers.</param>
    public ProcessReactor(string name)
    {
        Watch(_wake.Read, WakeUp);
        new Thread(Loop) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Programs running now.</summary>
    public int Running => _running.Count;

    /// <summary>Starts a program. Null and a plain-word error when it could not start.</summary>
    /// <exception cref="IOException">This process has no file descriptors left.</exception>
    public (ChildProcess? Process, string? Error) Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IChildOutput taker)
    {
        lock (_starting)
        {
            if (_stopping)
            {
                return (null, "the console is shutting down");
            }

            var output = NativeProcess.Pipe();
            (int Read, int Write)? errors = taker.TakesErrors ? NativeProcess.Pipe() : null;
            var (pid, error) = NativeProcess.Spawn(path, arguments, environment, output.Write, errors?.Write);
            Close(output.Write, errors?.Write);
            if (error != 0)
            {
                Close(output.Read, errors?.Read);
                return (null, NativeProcess.Explain(error));
            }

            return (Register(pid, output.Read, errors?.Read, taker), null);
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
                process.SignalGroup(NativeProcess.SigKill);
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
        if (!_running.TryGetValue(data >> 2, out var process))
        {
            return;
        }

        var what = (int)(data & 3);
        if (what != Ended)
        {
            var isError = what == Errors;
            if (!process.Drain(isError, scratch, rounds: 4))
            {
                Forget(isError ? process.ErrorDescriptor!.Value : process.OutputDescriptor);
            }
        }
        else if (process.TryFinish(scratch))
        {
            _running.TryRemove(data >> 2, out _);
            Release(process);
        }
    }

    /// <summary>
    /// Closing alone does not end the watch: a program being started right now holds copies until its exec, and the thread
    /// would spin on their events.
    /// </summary>
    private void Release(ChildProcess process)
    {
        foreach (var descriptor in (ReadOnlySpan<int?>)[process.OutputDescriptor, process.ErrorDescriptor, process.PidDescriptor])
        {
            if (descriptor is { } open)
            {
                Forget(open);
                _ = NativeProcess.close(open);
            }
        }
    }

    private ChildProcess Register(int pid, int output, int? errors, IChildOutput taker)
    {
        int? pidDescriptor = null;
        try
        {
            pidDescriptor = NativeProcess.OpenPid(pid);
            var process = new ChildProcess(pid, pidDescriptor.Value, output, errors, taker);
            var id = ++_lastId;
            _running[id] = process;
            Watch(output, (id << 2) | Output);
            if (errors is { } second)
            {
                Watch(second, (id << 2) | Errors);
            }

            Watch(pidDescriptor.Value, (id << 2) | Ended);
            return process;
        }
        catch (IOException)
        {
            // Out of descriptors, or a kernel without pidfd: nobody would notice the end, so it ends here.
            _running.TryRemove(_lastId, out _);
            NativeProcess.KillAndCollect(pid);
            Close(output, errors);
            Close(null, pidDescriptor);
            throw;
        }
    }

    private static void Close(int? first, int? second)
    {
        _ = first is { } one ? NativeProcess.close(one) : 0;
        _ = second is { } two ? NativeProcess.close(two) : 0;
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
