using System.Runtime.InteropServices;

namespace OpsBridge.Processes;

/// <summary>
/// The Linux calls that start, watch and end programs. posix_spawn with its own session costs a fraction of
/// System.Diagnostics.Process and, unlike it, lets the whole process group be killed.
/// </summary>
internal static unsafe partial class NativeProcess
{
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int NoHang = 1;
    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int WriteOnly = 1;
    private const int OutOfMemory = 12;
    private const short SetSignalDefault = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const long PidFdOpen = 434;

    // Larger than glibc's and musl's posix_spawnattr_t (336), file actions (80) and sigset_t (128).
    private const int Opaque = 512;

    /// <summary>A pipe; both ends close on exec, the reading end does not block.</summary>
    public static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        Check(pipe2(ends, CloseOnExec), "pipe2");
        Check(fcntl(ends[0], 4, NonBlocking), "fcntl");
        return (ends[0], ends[1]);
    }

    /// <summary>
    /// Starts a program in its own session with standard output on <paramref name="stdout"/>, standard error on
    /// <paramref name="stderr"/> (null: /dev/null), standard input on /dev/null, the root as working directory, all signals at
    /// their defaults and no other file open.
    /// </summary>
    /// <returns>Process id, and the error number when it could not start (0 otherwise).</returns>
    public static (int Pid, int Error) Spawn(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, int stdout, int? stderr)
    {
        var attributes = stackalloc byte[Opaque];
        var actions = stackalloc byte[Opaque];
        var signals = stackalloc byte[Opaque];
        using var argv = new NativeStrings([path, .. arguments]);
        using var envp = new NativeStrings(environment);
        var setup = posix_spawnattr_init(attributes) | posix_spawn_file_actions_init(actions);
        try
        {
            setup |= sigemptyset(signals)
                | posix_spawnattr_setsigmask(attributes, signals)
                | sigfillset(signals)
                | posix_spawnattr_setsigdefault(attributes, signals)
                | posix_spawnattr_setflags(attributes, SetSignalDefault | SetSignalMask | SetSession)
                | posix_spawn_file_actions_addopen(actions, 0, "/dev/null", 0, 0)
                | posix_spawn_file_actions_adddup2(actions, stdout, 1)
                | (stderr is { } errors ? posix_spawn_file_actions_adddup2(actions, errors, 2) : posix_spawn_file_actions_addopen(actions, 2, "/dev/null", WriteOnly, 0))
                | posix_spawn_file_actions_addchdir_np(actions, "/");
            int pid = 0;
            var error = setup != 0 ? OutOfMemory : posix_spawn(&pid, path, actions, attributes, argv.Pointer, envp.Pointer);
            return (pid, error);
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions) | posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>A file descriptor that becomes readable when the process ends (Linux 5.3).</summary>
    /// <exception cref="IOException">The kernel has no pidfd.</exception>
    public static int OpenPid(int pid) => Check((int)syscall(PidFdOpen, pid, 0), "pidfd_open");

    /// <summary>Collects an ended process. The exit code, or 128 + signal; -1 when somebody else collected it; null when it has not ended.</summary>
    public static int? Collect(int pid)
    {
        int status;
        var collected = waitpid(pid, &status, NoHang);
        if (collected != pid)
        {
            return collected == 0 ? null : -1;
        }

        var signal = status & 0x7F;
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
    }

    /// <summary>Ends a process that cannot be watched, and waits until the kernel has let it go.</summary>
    public static void KillAndCollect(int pid)
    {
        int status;
        _ = kill(-pid, SigKill);
        _ = waitpid(pid, &status, 0);
    }

    /// <summary>Text of an error number.</summary>
    public static string Explain(int error) => Marshal.GetPInvokeErrorMessage(error);

    public static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: {Explain(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int max, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, long first, long second);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(int* pid, string path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(byte* actions, string path);

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* signals);
}
