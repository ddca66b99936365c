using System.ComponentModel;
using System.Diagnostics;

namespace OpsBridge.Data.Private;

/// <summary>Runs a command line tool: an argument list and never a shell, and none of the host's secrets in its environment.</summary>
internal static class ToolProcess
{
    // The postmaster keeps the environment it was started with. Connection strings, demo passwords and PG* stay out of it.
    private static readonly string[] s_inherited =
    [
        "PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "USERPROFILE", "APPDATA", "ProgramFiles", "ProgramData",
    ];

    // On Windows the postmaster inherits the pipe of the pg_ctl that started it, which then never closes.
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs the tool to its end. Cancelling kills it with its children.</summary>
    /// <exception cref="PrivateClusterException">The program cannot be started.</exception>
    public static async Task<ToolResult> RunAsync(
        string file, IEnumerable<string> arguments, TimeProvider clock, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe(file, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PrivateClusterException($"{file} cannot be run: {e.Message}", e);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new ToolResult(process.ExitCode, await ReadAsync(output, clock) + await ReadAsync(errors, clock));
    }

    private static ProcessStartInfo Describe(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory), // The account may not enter the host's.
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var name in s_inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["LC_ALL"] = "C"; // Their messages are read here.
        return start;
    }

    private static async Task<string> ReadAsync(Task<string> stream, TimeProvider clock)
    {
        try
        {
            return await stream.WaitAsync(s_outputGrace, clock);
        }
        catch (TimeoutException)
        {
            return string.Empty;
        }
    }
}
