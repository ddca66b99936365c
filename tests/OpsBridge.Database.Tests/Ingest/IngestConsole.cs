using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Intake;
using OpsBridge.Hosting;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>The whole console on a free port of loopback, seen by programs with keys.</summary>
public class IngestConsole(PostgresServer server) : IAsyncLifetime
{
    public static readonly Actor Watch = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Admin);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"opsbridge-ingest-{Guid.CreateVersion7():N}");
    private TestDatabase? _database;
    private OpsBridgeHost? _host;
    private HttpClient? _client;

    /// <summary>May report and see alerts.</summary>
    public string Key { get; private set; } = "";

    public Uri Address => _host!.Address;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _host = await OpsBridgeHost.StartAsync(
            new HostSettings { ConnectionString = _database.ConnectionString, Urls = "http://127.0.0.1:0", DataFolder = _folder }, Adjust, Ct);
        Key = await NewKeyAsync(Permissions.ReportAlerts, Permissions.ViewAlerts);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public async Task<string> NewKeyAsync(params string[] permissions) =>
        Assert.IsType<CreateApiKeyResult.Done>(await Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("sender", permissions, null), Watch, Ct)).Token;

    /// <summary>Posts a body as JSON with the key as Bearer.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json", headers);

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? mediaType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await SendAsync(request);
    }

    /// <summary>A call with a JSON body, a key (the console's own when none is named) and an If-Match tag where one is given.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, object? body = null, string? key = null, EntityTagHeaderValue? seen = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Key);
        if (seen is not null)
        {
            request.Headers.IfMatch.Add(seen);
        }

        return await SendAsync(request);
    }

    /// <summary>Raises an alert with the label <c>case</c> and waits for it on the board.</summary>
    public async Task<AlertRow> RaiseAsync(string name, params (string Name, string Value)[] labels)
    {
        await Get<ApplySignals>().HandleAsync(
            [new AlertSignal(Labels.Of([("case", name), .. labels]), true, AlertSeverity.Major, $"{name} is broken", TimeProvider.System.GetUtcNow()) { Source = "prometheus" }],
            Actor.Internal("poller", Permissions.ReportAlerts), Ct);
        return await BoardShowsAsync($"the alert {name}", "case", name, _ => true);
    }

    public async Task<string> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Ct)}");
        return await response.Content.ReadAsStringAsync(Ct);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client!.SendAsync(request, Ct);

    /// <summary>The open alert with this label; null when there is none.</summary>
    public async Task<AlertRow?> OpenAlertAsync(string label, string value) =>
        (await Get<IAlertBoard>().OpenAsync(Watch, Ct)).Rows.FirstOrDefault(r => r.Labels[label] == value);

    /// <summary>Waits until the board shows what is wanted of it.</summary>
    public async Task<AlertRow> BoardShowsAsync(string what, string label, string value, Func<AlertRow, bool> condition)
    {
        AlertRow? seen = null;
        await Eventually.TrueAsync(what, async () => (seen = await OpenAlertAsync(label, value)) is not null && condition(seen), Ct);
        return seen!;
    }

    /// <summary>What lies in quarantine, with the bytes.</summary>
    public async Task<IReadOnlyList<QuarantinedMessage>> QuarantineAsync()
    {
        var list = Get<IQuarantineList>();
        var messages = new List<QuarantinedMessage>();
        foreach (var row in (await list.PageAsync(null, null, 200, Watch, Ct)).Items)
        {
            messages.Add((await list.FindAsync(row.Id, Watch, Ct))!);
        }

        return messages;
    }

    public static byte[] Zip(byte[] plain)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return zipped.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What a test replaces.</summary>
    protected virtual void Adjust(IServiceCollection services)
    {
    }
}
