using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace OpsBridge.Simulator;

/// <summary>A GlobalMart on ports that the system chose, shared by the tests of one class; each test heals what it broke.</summary>
public sealed class RunningMart : IAsyncLifetime
{
    public GlobalMart Mart { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.Subject.EndsWith("O=GlobalMart", StringComparison.Ordinal) == true },
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public async ValueTask InitializeAsync() => Mart = await GlobalMart.StartAsync(
        new GlobalMartOptions { BasePort = 0, ControlPort = 0 }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Mart.DisposeAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string node, string path) =>
        Http.GetAsync(Mart.Nodes[node].At(path), TestContext.Current.CancellationToken);

    /// <summary>The first line a TCP node says; null when it says nothing and closes.</summary>
    public async Task<string?> BannerAsync(string node)
    {
        using var client = new TcpClient();
        var where = Mart.Nodes[node];
        await client.ConnectAsync(where.Host, where.Port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }
}
