using System.Diagnostics;
using Xunit;

namespace OpsBridge.Support;

/// <summary>curl as it is on this machine, with an argument list; no configuration of whoever runs the tests has a say.</summary>
public static class Curl
{
    /// <summary>Runs it; it has to succeed. Returns what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(InstalledProgram.Demand("curl", "curl", "curl"), ["--disable", "--noproxy", "*", .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            Assert.True(process.ExitCode == 0, $"curl {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
