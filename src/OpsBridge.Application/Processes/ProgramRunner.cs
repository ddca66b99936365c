using System.Globalization;
using System.Security.Cryptography;

namespace OpsBridge.Processes;

/// <summary>A program to run: a file and its arguments, never a shell.</summary>
/// <param name="Path">Absolute path of the executable.</param>
/// <param name="Arguments">Each handed over as it is. Other accounts of the machine can read them: no secrets.</param>
public sealed record ProgramCall(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables beside the three fixed ones (PATH, LANG, LC_ALL).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Names the run in the environment, so that what hides from its group is found; letters, digits and hyphens.</summary>
    public string Mark { get; init; } = "run";

    /// <summary>Longest line of its output that is kept, in bytes; of a longer one the rest is dropped.</summary>
    public int MaxLine { get; init; } = 64 * 1024;

    /// <summary>Time between SIGTERM and SIGKILL when it is given up.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a program ended.</summary>
/// <param name="Code">Exit code, or 128 + signal; null when it never started.</param>
/// <param name="Refusal">Plain words why it could not start; null when it ran.</param>
public sealed record ProgramEnd(int? Code, string? Refusal)
{
    /// <summary>Whether it ended with 0.</summary>
    public bool Good => Code == 0;
}

/// <summary>
/// Runs programs that may take hours: in their own session, with a clean environment, their output read line by line. When
/// given up, the whole group gets SIGTERM, then SIGKILL, and so does what left the group. Nothing of a run outlives it.
/// Linux only; elsewhere every run is refused.
/// </summary>
public sealed class ProgramRunner(TimeProvider time) : IDisposable
{
    private const string RunVariable = "OPSBRIDGE_RUN";

    private static readonly TimeSpan s_killPatience = TimeSpan.FromSeconds(5);

    private readonly string _own = RandomNumberGenerator.GetHexString(8); // whoever ends kills everything that carries its mark: no two in a process may be alike
    private readonly Lazy<ProcessReactor> _reactor = new(() => new ProcessReactor("programs"));
    private long _runs;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="call">What to run.</param>
    /// <param name="line">Takes each line of its output (true: standard error) without control characters, at most as long as the call says. Must not block.</param>
    /// <param name="ct">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up; everything it started is gone.</exception>
    public async Task<ProgramEnd> RunAsync(ProgramCall call, Action<bool, string> line, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!OperatingSystem.IsLinux())
        {
            return new ProgramEnd(null, "programs run on Linux only");
        }

        var mark = string.Create(CultureInfo.InvariantCulture, $"{RunVariable}={call.Mark}-{System.Environment.ProcessId}-{_own}-{Interlocked.Increment(ref _runs)}");
        var lines = new ProgramLines(line, call.MaxLine);
        var (process, error) = Start(call, mark, lines);
        if (process is null)
        {
            return new ProgramEnd(null, $"{call.Path} could not start: {error}");
        }

        ChildEnd? end;
        try
        {
            end = await process.End.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process, call.Grace);
            throw;
        }
        finally
        {
            StrayProcesses.Kill(mark);
            lines.Close();
        }

        return new ProgramEnd(end.Code, null);
    }

    /// <summary>Kills what an earlier process of this console left running under a mark.</summary>
    public static void KillLeftOvers(string mark)
    {
        if (OperatingSystem.IsLinux())
        {
            StrayProcesses.KillAllOf($"{RunVariable}={mark}-");
        }
    }

    /// <summary>Kills the programs that run.</summary>
    public void Dispose()
    {
        if (_reactor.IsValueCreated)
        {
            _reactor.Value.Dispose();
        }
    }

    private (ChildProcess? Process, string? Error) Start(ProgramCall call, string mark, ProgramLines lines)
    {
        try
        {
            return _reactor.Value.Start(
                call.Path,
                call.Arguments,
                ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", mark, .. call.Environment.Select(v => $"{v.Key}={v.Value}")],
                lines);
        }
        catch (IOException e)
        {
            return (null, e.Message);
        }
    }

    private async Task StopAsync(ChildProcess process, TimeSpan grace)
    {
        process.SignalGroup(NativeProcess.SigTerm);
        if (!await EndsWithinAsync(process, grace))
        {
            process.SignalGroup(NativeProcess.SigKill);
            await EndsWithinAsync(process, s_killPatience); // stuck in the kernel: collected when it ends
        }
    }

    private async Task<bool> EndsWithinAsync(ChildProcess process, TimeSpan wait)
    {
        try
        {
            await process.End.WaitAsync(wait, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
