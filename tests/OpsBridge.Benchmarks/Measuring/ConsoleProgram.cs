using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OpsBridge.Hosting;
using OpsBridge.Identity;

namespace OpsBridge.Measuring;

/// <summary>The console as a process of its own over a <see cref="BenchDatabase"/>, as a sender and an operator reach it.</summary>
internal sealed class ConsoleProgram : IAsyncDisposable
{
    private const string Key = "ob_benchmark_key_that_nobody_else_has";

    private readonly ChildProgram _program;
    private readonly HttpClient _client;

    private ConsoleProgram(ChildProgram program, HttpClient client) => (_program, _client) = (program, client);

    /// <summary>The header with a key that may report, see and handle alerts.</summary>
    public static AuthenticationHeaderValue Authorization { get; } = new("Bearer", Key);

    public Uri Address => _client.BaseAddress!;

    /// <summary>CPU-seconds of the process.</summary>
    public double Cpu => CpuTime.OfTree(_program.Pid);

    /// <summary>Resident memory now, and the most there has been (bytes).</summary>
    public (long Now, long Most) Memory => (Status("VmRSS:"), Status("VmHWM:"));

    /// <summary>Makes the schema and the key; once per database.</summary>
    public static async Task FurnishAsync(BenchDatabase database)
    {
        var settings = new HostSettings { ConnectionString = database.ConnectionString, DataFolder = Path.Combine(database.Folder, "console"), Urls = "http://127.0.0.1:0" };
        await using var host = await OpsBridgeHost.StartAsync(settings, adjust: null, CancellationToken.None);
        await EnsureKeyAsync(host);
    }

    /// <summary>Makes the key of <see cref="Authorization"/> in a console that runs in this process.</summary>
    public static Task EnsureKeyAsync(OpsBridgeHost host)
    {
        var details = new ApiKeyDetails("benchmark", [Permissions.ReportAlerts, Permissions.ViewAlerts, Permissions.HandleAlerts], null);
        return host.Services.GetRequiredService<ProvisionAccess>().EnsureKeyAsync(Key, details, Actor.InRole(Guid.CreateVersion7(), "benchmark", Role.Admin), CancellationToken.None);
    }

    /// <summary>Starts it without waiting for anything.</summary>
    public static ConsoleProgram Launch(BenchDatabase database, int port)
    {
        var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = Authorization;
        var program = ChildProgram.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "OpsBridge.Web.dll"), "--data", Path.Combine(database.Folder, "console"), "--urls", client.BaseAddress!.ToString()],
            readsOutput: false,
            ("ConnectionStrings__OpsBridge", database.ConnectionString));
        return new ConsoleProgram(program, client);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ConsoleProgram> StartAsync(BenchDatabase database)
    {
        var console = Launch(database, ChildProgram.FreePort());
        await Pause.UntilAsync(async () => await console.GetAsync("/health/ready") is not null, TimeSpan.FromMinutes(2), "ready", TimeSpan.FromMilliseconds(10));
        return console;
    }

    /// <summary>Waits until its board holds so many alerts.</summary>
    public Task ShownAsync(int alerts, TimeSpan limit) => Pause.UntilAsync(
        async () => await GetAsync("/metrics") is { } text && text.Contains(string.Create(CultureInfo.InvariantCulture, $"opsbridge_alerts_open {alerts}\n"), StringComparison.Ordinal),
        limit, $"{alerts} alerts on the board", TimeSpan.FromMilliseconds(20));

    /// <summary>Mean of a histogram on <c>/metrics</c>.</summary>
    public async Task<double> MeanAsync(string name)
    {
        var lines = (await GetAsync("/metrics") ?? "").Split('\n');
        return Value("_sum ") / Value("_count ");

        double Value(string end) => lines.Where(l => l.StartsWith(name + end, StringComparison.Ordinal))
            .Select(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), NumberStyles.Float, CultureInfo.InvariantCulture)).DefaultIfEmpty(double.NaN).First();
    }

    /// <summary>What it answers; null when it does not, or not with success.</summary>
    public async Task<string?> GetAsync(string path)
    {
        try
        {
            using var answer = await _client.GetAsync(path);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Posts JSON and throws when that is not answered with success.</summary>
    public async Task<string> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await _client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Reads what it answers to the end and throws it away; bytes.</summary>
    public async Task<long> DownloadAsync(string path)
    {
        using var answer = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var (buffer, length) = (new byte[64 * 1024], 0L);
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            length += read;
        }

        return length;
    }

    /// <summary>Waits until the process has ended.</summary>
    public Task EndedAsync() => _program.EndedAsync();

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _program.KillAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_program.Pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
