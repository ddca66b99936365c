using System.Globalization;
using System.Net.Sockets;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>A prometheus-alertmanager on loopback, alone, that tells nobody of its alerts; they are in its memory only.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private const string Configuration =
        """
        route: { receiver: nobody, group_by: [alertname] }
        receivers: [ { name: nobody } ]

        """;

    private readonly string _path;
    private readonly string _folder;
    private readonly HttpClient _client;
    private ChildProgram _program;

    private Alertmanager(string path, string folder, HttpClient client)
    {
        (_path, _folder, _client) = (path, folder, client);
        _program = Launch();
    }

    public Uri Address => _client.BaseAddress!;

    /// <summary>CPU-seconds it has used since it was started last.</summary>
    public double Cpu => CpuTime.OfTree(_program.Pid);

    public static async Task<Alertmanager> StartAsync(string path)
    {
        var folder = Directory.CreateTempSubdirectory("opsbridge-alertmanager-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alertmanager.yml"), Configuration);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ChildProgram.FreePort()}"));
        var peer = new Alertmanager(path, folder, new HttpClient { BaseAddress = address });
        await peer.ReadyAsync();
        return peer;
    }

    /// <summary>SIGKILL, and a start over the same storage.</summary>
    public async Task KillAndStartAsync()
    {
        await _program.KillAsync();
        await _program.DisposeAsync();
        _program = Launch();
        await ReadyAsync();
    }

    /// <summary>Its alerts, as JSON.</summary>
    public Task<string> AlertsAsync() => _client.GetStringAsync("/api/v2/alerts");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ChildProgram Launch() => ChildProgram.Start(_path,
    [
        $"--config.file={Path.Combine(_folder, "alertmanager.yml")}", $"--storage.path={Path.Combine(_folder, "data")}",
        $"--web.listen-address={Address.Authority}", "--cluster.listen-address=", "--log.level=error",
    ]);

    private Task ReadyAsync() => Pause.UntilAsync(AnswersAsync, TimeSpan.FromSeconds(20), "Alertmanager answers", TimeSpan.FromMilliseconds(10));

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _client.GetAsync("/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            return false;
        }
    }
}
