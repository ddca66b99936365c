using System.Globalization;
using OpsBridge.Processes;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// Runs registered plugins: argument list and never a shell, an environment of three fixed variables, own session, killed
/// with its whole process group at the timeout, output drained and capped. Linux only; elsewhere every run is Unknown.
/// </summary>
public sealed class PluginRunner(PluginRegistry registry, TimeProvider time) : IDisposable
{
    // Names the run, so that processes which left the group can be found by it.
    private const string RunVariable = "OPSBRIDGE_RUN";

    private static readonly TimeSpan s_killPatience = TimeSpan.FromSeconds(5);
    private static readonly string s_process = Guid.CreateVersion7().ToString("N");

    private readonly Lazy<ProcessReactor> _reactor = new(() => new ProcessReactor("plugins"));
    private long _runs;

    /// <summary>Runs one plugin to its end or its timeout. Never leaves a process of its group behind.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended; the plugin was killed.</exception>
    public async Task<ProbeResult> RunAsync(PluginSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return ProbeResult.Of(CheckStatus.Unknown, "plugins run on Linux only", TimeSpan.Zero);
        }

        var (plugin, refusal) = registry.Find(settings.Plugin);
        if (plugin is null)
        {
            return ProbeResult.Of(CheckStatus.Unknown, refusal!, TimeSpan.Zero);
        }

        var started = time.GetTimestamp();
        var mark = string.Create(CultureInfo.InvariantCulture, $"{RunVariable}={s_process}-{Interlocked.Increment(ref _runs)}");
        using var output = new PluginOutputBuffer();
        var (process, error) = Start(plugin, settings, mark, output);
        if (process is null)
        {
            return ProbeResult.Of(CheckStatus.Unknown, $"plugin '{plugin.Name}' could not start: {error}", time.GetElapsedTime(started));
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await using var kill = either.Token.UnsafeRegister(static p => ((ChildProcess)p!).SignalGroup(NativeProcess.SigKill), process);
        var end = await EndAsync(process, timeout);
        var killed = either.IsCancellationRequested;
        if (killed || end is null or { OutputStillOpen: true })
        {
            StrayProcesses.Kill(mark);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var elapsed = time.GetElapsedTime(started);
        return killed || end is null ? TimedOut(plugin, timeout, end is null ? null : (output.Written, end.Code), elapsed) : Judge(output.Written, end.Code, elapsed);
    }

    /// <summary>Kills the plugins that run.</summary>
    public void Dispose()
    {
        if (_reactor.IsValueCreated)
        {
            _reactor.Value.Dispose();
        }
    }

    private (ChildProcess? Process, string? Error) Start(RegisteredPlugin plugin, PluginSettings settings, string mark, PluginOutputBuffer output)
    {
        try
        {
            return _reactor.Value.Start(plugin.Path, settings.Arguments, ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG=C", "LC_ALL=C", mark], output);
        }
        catch (IOException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Null when the process outlives even SIGKILL, stuck in the kernel; its slot is given back, and it is collected when it ends.</summary>
    private async Task<ChildEnd?> EndAsync(ChildProcess process, TimeSpan timeout)
    {
        try
        {
            return await process.End.WaitAsync(timeout + s_killPatience, time);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static ProbeResult TimedOut(RegisteredPlugin plugin, TimeSpan timeout, (byte[] Output, int Code)? end, TimeSpan elapsed)
    {
        var output = end is null ? null : PluginOutput.Parse(end.Value.Output);
        var summary = string.Create(CultureInfo.InvariantCulture, $"plugin '{plugin.Name}' killed after {timeout.TotalSeconds:0.###} s");
        return ProbeResult.Of(CheckStatus.Unknown, summary, elapsed, output is null or { Summary: "(no output)" } ? null : output.Summary, end?.Code);
    }

    private static ProbeResult Judge(byte[] written, int code, TimeSpan elapsed)
    {
        var output = PluginOutput.Parse(written);
        string?[] lines = [PluginOutput.ExplainCode(code), output.LongText, .. output.Faults.Select(f => $"[{f}]")];
        var detail = string.Join('\n', lines.OfType<string>());
        return new ProbeResult(PluginOutput.StatusOf(code), output.Summary, detail.Length == 0 ? null : detail, output.Metrics, elapsed, code);
    }
}
