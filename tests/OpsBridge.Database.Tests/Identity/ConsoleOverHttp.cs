using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Hosting;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

/// <summary>The whole console on a free port of loopback, and browsers that follow no redirect by themselves.</summary>
public sealed partial class ConsoleOverHttp(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"opsbridge-http-{Guid.CreateVersion7():N}");
    private TestDatabase? _database;
    private OpsBridgeHost? _host;

    public OpsBridgeHost Host => _host!;

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        await StartAsync();
    }

    /// <summary>Stops the console and starts it again over the same database.</summary>
    public async Task RestartAsync()
    {
        await _host!.DisposeAsync();
        await StartAsync();
    }

    public async Task<Guid> AddAsync(string name, Role role)
    {
        await Get<ProvisionAccess>().EnsureAccountAsync(name, role, IdentityFixture.Password, Actor.Internal("test", Permissions.ManageAccounts), IdentityFixture.Ct);
        var rows = await Get<IAccountList>().AllAsync(Actor.Internal("test", Permissions.ManageAccounts), IdentityFixture.Ct);
        return rows.Single(r => r.Name == name).Id;
    }

    public Browser Open() => new(Host.Address);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StartAsync() => _host = await OpsBridgeHost.StartAsync(
        new HostSettings { ConnectionString = _database!.ConnectionString, Urls = "http://127.0.0.1:0", DataFolder = _folder }, null, IdentityFixture.Ct);

    /// <summary>A browser with its own cookies.</summary>
    public sealed partial class Browser(Uri address) : IDisposable
    {
        private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseCookies = true };
        private HttpClient? _client;

        public HttpClient Client => _client ??= new HttpClient(_handler) { BaseAddress = address };

        public IEnumerable<Cookie> Cookies => _handler.CookieContainer.GetAllCookies();

        /// <summary>The same cookies at another address, as after a restart on another port.</summary>
        public Browser At(Uri other)
        {
            var moved = new Browser(other);
            foreach (var cookie in Cookies)
            {
                moved._handler.CookieContainer.Add(other, new Cookie(cookie.Name, cookie.Value, "/"));
            }

            return moved;
        }

        public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), IdentityFixture.Ct);

        /// <summary>Reads a page and posts its form with its antiforgery token.</summary>
        public async Task<HttpResponseMessage> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
        {
            var page = await (await GetAsync(path)).Content.ReadAsStringAsync(IdentityFixture.Ct);
            return await PostAsync(path, [("_handler", form), ("__RequestVerificationToken", TokenField().Match(page).Groups["token"].Value), .. fields]);
        }

        public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
            return await Client.PostAsync(new Uri(path, UriKind.Relative), content, IdentityFixture.Ct);
        }

        public Task<HttpResponseMessage> SignInAsync(string name, string password = IdentityFixture.Password, string path = "/sign-in") =>
            SubmitAsync(path, "sign-in", ("name", name), ("password", password));

        public async Task<HttpStatusCode> StatusAsync(string path) => (await GetAsync(path)).StatusCode;

        public void Dispose()
        {
            _client?.Dispose();
            _handler.Dispose();
        }

        [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
        private static partial Regex TokenField();
    }
}
