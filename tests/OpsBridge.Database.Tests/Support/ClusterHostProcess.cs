using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Data.Private;

namespace OpsBridge.Support;

/// <summary>
/// A process of its own that runs a private cluster as the host does: one line on standard output when it is up, one line on
/// standard error and exit code 1 when it cannot, and a clean stop on SIGINT or SIGTERM.
/// </summary>
internal sealed class ClusterHostProcess : IAsyncDisposable
{
    public const string Command = "--private-cluster-host";

    private readonly Process _process;

    private ClusterHostProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public static ClusterHostProcess Start(string folder)
    {
        // A shell's background jobs ignore SIGINT and pass that on, and .NET then ignores it too; env gives the default back.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Environment.ProcessPath!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ClusterHostProcess).Assembly.Location); // run as "dotnet tests.dll"
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(folder);
        return new ClusterHostProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the cluster is up; returns the postmaster's process id.</summary>
    public async Task<int> UpAsync(CancellationToken ct)
    {
        var line = await _process.StandardOutput.ReadLineAsync(ct);
        return line is not null
            ? int.Parse(line, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(ct));
    }

    /// <summary>kill -9: only the host, as the kernel's out-of-memory killer does.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>What Ctrl+C sends.</summary>
    public async Task InterruptAsync(CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-INT", Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync(CancellationToken ct)
    {
        var errors = await _process.StandardError.ReadToEndAsync(ct);
        await _process.WaitForExitAsync(ct);
        return (_process.ExitCode, errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    /// <summary>The body of the process.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var cluster = await PrivateCluster.StartAsync(
                TestCluster.Options(folder), TimeProvider.System, NullLogger.Instance, stop.Token);
            Console.WriteLine(cluster.PostmasterPid.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (PrivateClusterException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
