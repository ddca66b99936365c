using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace OpsBridge.Support;

/// <summary>Prometheus as it is on this machine, on a port of loopback that it chose itself, with its data in a folder that goes with it.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opsbridge-prometheus-");
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private Process? _process;

    private PrometheusServer()
    {
    }

    /// <summary>Everything it printed.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts it; when this returns, it listens.</summary>
    /// <param name="files">Names and texts of its files; <c>prometheus.yml</c> is its configuration, the others stand beside it.</param>
    public static async Task<PrometheusServer> StartAsync(params (string Name, string Text)[] files)
    {
        var program = InstalledProgram.Demand("Prometheus", "prometheus", "prometheus");
        var server = new PrometheusServer();
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(server._folder.FullName, name), text, CancellationToken.None);
        }

        server.Start(program);
        try
        {
            server._client.BaseAddress = await server._listens.Task.WaitAsync(s_patience, TimeProvider.System, TestContext.Current.CancellationToken);
            return server;
        }
        catch (TimeoutException exception)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"Prometheus does not listen:\n{server.Output}", exception);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The sum over one of its own counters, such as <c>prometheus_notifications_sent_total</c>.</summary>
    public async Task<double> CountAsync(string metric)
    {
        var text = await _client.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        return text.Split('\n')
            .Where(l => l.StartsWith(metric, StringComparison.Ordinal) && l[metric.Length] is ' ' or '{')
            .Sum(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(); // does nothing when it has ended by itself
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process!.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Start(string program)
    {
        var start = new ProcessStartInfo(
            program,
            [
                $"--config.file={Path.Combine(_folder.FullName, "prometheus.yml")}",
                $"--storage.tsdb.path={Path.Combine(_folder.FullName, "data")}",
                "--web.listen-address=127.0.0.1:0",
                "--rules.alert.resend-delay=3s",
            ])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
        }

        if (Listening().Match(line) is { Success: true } at)
        {
            _listens.TrySetResult(new Uri($"http://{at.Groups["at"].Value}/"));
        }
    }

    [GeneratedRegex("""msg="Listening on" address=(?<at>\S+)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Listening();
}
