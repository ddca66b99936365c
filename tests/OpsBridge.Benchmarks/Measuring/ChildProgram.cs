using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Measuring;

/// <summary>A program started for the length of a measurement; ended, with what it started, when disposed.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProgram(Process process) => _process = process;

    public int Pid => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program with its output piped or, by default, thrown away.</summary>
    public static ChildProgram Start(string path, IEnumerable<string> arguments, bool readsOutput = false, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var process = Process.Start(info) ?? throw new InvalidOperationException($"{path} did not start.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (!readsOutput)
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        return new ChildProgram(process);
    }

    /// <summary>This program once more, with another command.</summary>
    public static ChildProgram StartSelf(params IEnumerable<string> arguments) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Start(Environment.ProcessPath!, arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "OpsBridge.Benchmarks.dll")), readsOutput: true)
        : Start(Environment.ProcessPath!, arguments, readsOutput: true);

    /// <summary>A port of loopback that nobody has now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks it to stop (SIGTERM) and waits.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Pid}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended, for whatever reason.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync();

    /// <summary>Ends it at once (SIGKILL), with no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
