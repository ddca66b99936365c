using System.Globalization;
using System.Net.Sockets;
using OpsBridge.Measuring;

namespace OpsBridge.Monitoring;

/// <summary>A prometheus-blackbox-exporter on loopback with one TCP and one HTTP module.</summary>
internal sealed class BlackboxExporter : IAsyncDisposable
{
    private const string Modules =
        """
        modules:
          tcp:
            prober: tcp
            timeout: 10s
            tcp: { preferred_ip_protocol: ip4 }
          http:
            prober: http
            timeout: 10s
            http: { preferred_ip_protocol: ip4 }

        """;

    private readonly ChildProgram _program;
    private readonly string _folder;
    private readonly HttpClient _client;

    private BlackboxExporter(ChildProgram program, string folder, HttpClient client) => (_program, _folder, _client) = (program, folder, client);

    /// <summary>CPU-seconds it has used.</summary>
    public double Cpu => CpuTime.OfTree(_program.Pid);

    public static async Task<BlackboxExporter> StartAsync(string path, int concurrency)
    {
        var folder = Directory.CreateTempSubdirectory("opsbridge-blackbox-").FullName;
        var configuration = Path.Combine(folder, "blackbox.yml");
        await File.WriteAllTextAsync(configuration, Modules);
        var port = ChildProgram.FreePort();
        var program = ChildProgram.Start(path, [$"--config.file={configuration}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]);
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = concurrency }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var exporter = new BlackboxExporter(program, folder, client);
        await Pause.UntilAsync(exporter.AnswersAsync, TimeSpan.FromSeconds(20), "blackbox exporter answers");
        return exporter;
    }

    /// <summary>Runs one probe as Prometheus would; true when it succeeded.</summary>
    public async Task<bool> ProbeAsync(string module, string target)
    {
        var text = await _client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/probe?module={module}&target={Uri.EscapeDataString(target)}"));
        return text.Contains("probe_success 1", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _client.GetAsync("/-/healthy");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            return false;
        }
    }
}
