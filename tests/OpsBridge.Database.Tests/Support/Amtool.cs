using System.Diagnostics;
using Xunit;

namespace OpsBridge.Support;

/// <summary>
/// Alertmanager's own command line, as it is on this machine. Its home is a folder of its own, so that no configuration of whoever
/// runs the tests has a say.
/// </summary>
public sealed class Amtool : IDisposable
{
    private readonly string _program;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("opsbridge-amtool-");
    private readonly string[] _always;

    private Amtool(string[] always) => (_program, _always) = (InstalledProgram.Demand("amtool", "prometheus-alertmanager", "amtool"), always);

    /// <summary>With key and address in the address, and nothing else said.</summary>
    public static Amtool WithKeyInAddress(Uri console, string key) =>
        new([$"--alertmanager.url={new UriBuilder(console) { UserName = "amtool", Password = key }.Uri}"]);

    /// <summary>With its two files: its configuration, and the one about HTTP that the configuration names as <c>/home/ann/opsbridge.http.yml</c>.</summary>
    public static Amtool WithConfiguration(string configuration, string http)
    {
        var amtool = new Amtool([]);
        var folder = Directory.CreateDirectory(Path.Combine(amtool._home.FullName, ".config", "prometheus")); // Debian's place; elsewhere .config/amtool/config.yml
        var file = amtool.Write("opsbridge.http.yml", http);
        File.WriteAllText(Path.Combine(folder.FullName, "amtool.yml"), configuration.Replace("/home/ann/opsbridge.http.yml", file, StringComparison.Ordinal));
        return amtool;
    }

    /// <summary>Writes a file that a command shall read; returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_home.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command that has to succeed; returns what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"amtool {string.Join(' ', arguments)} ended with {exitCode}: {error}{output}");
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("Warning: amtool version", line, StringComparison.Ordinal)); // it says so to every server of another version
        return output;
    }

    /// <summary>Runs a command.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(_program, [.. _always, .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["HOME"] = _home.FullName;
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _home.Delete(recursive: true);
}
