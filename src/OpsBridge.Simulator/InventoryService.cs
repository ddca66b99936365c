using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpsBridge.Simulator;

/// <summary>
/// The inventory service over its three tiers: the balancer hands a request to a web server and names a pool member, the web server forwards
/// it, the member waits its turn in the queue and looks at the database. Every hop is a real call on loopback.
/// </summary>
internal sealed class InventoryService(
    NodeDirectory nodes, BalancerPool pool, InventoryLoad load, Noise noise, NodeLogs logs, TimeProvider clock) : IDisposable
{
    /// <summary>Largest deviation of an answer time from its mean, as a share of the mean.</summary>
    public const double Spread = 0.12;

    private const string MemberHeader = "X-Pool-Member";
    private const int Attempts = 3;
    private static readonly TimeSpan s_hopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_databaseLimit = TimeSpan.FromSeconds(3);

    private readonly RoundRobin _webTurns = new();
    private readonly IReadOnlyList<string> _webs = nodes.WithRole(NodeRole.Web);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The balancer: up to three tries, each on the next web server and pool member that answers.</summary>
    public async Task BalanceAsync(Node balancer, HttpContext http)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var web = _webTurns.Next(_webs, nodes.IsServing);
            var member = pool.Next(nodes.IsServing);
            if (web is null || member is null)
            {
                break;
            }

            var answer = await CallAsync(nodes.Find(web)!, member, http.RequestAborted);
            if (answer.Status != HttpStatusCode.BadGateway)
            {
                http.Response.Headers[MemberHeader] = member;
                await NodeWeb.WriteTextAsync(http, (int)answer.Status, answer.Body);
                return;
            }

            logs.Warn(balancer.Key, $"haproxy: retrying inv/{member} through {web}, attempt {attempt} of {Attempts} failed");
        }

        logs.Error(balancer.Key, "haproxy: backend inv has no server available!");
        await NodeWeb.WriteTextAsync(http, StatusCodes.Status503ServiceUnavailable, "No server is available to handle this request.\n");
    }

    /// <summary>A web server: forwards to the member that the balancer named, or to the next one.</summary>
    public async Task ForwardAsync(Node web, HttpContext http)
    {
        var named = http.Request.Headers[MemberHeader].ToString();
        var member = nodes.Find(named) is { Role: NodeRole.App } ? named : pool.Next(nodes.IsServing);
        if (member is null)
        {
            await NodeWeb.WriteTextAsync(http, StatusCodes.Status502BadGateway, "No application server\n");
            return;
        }

        var answer = await CallAsync(nodes.Find(member)!, member, http.RequestAborted);
        if (answer.Status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
        {
            logs.Error(web.Key, $"upstream {member} failed: {answer.Body.TrimEnd()}");
        }

        await NodeWeb.WriteTextAsync(http, (int)answer.Status, answer.Body);
    }

    /// <summary>An application server: waits in the pool's queue, then asks the database. A server outside the pool has no queue.</summary>
    public async Task QueryAsync(Node app, HttpContext http)
    {
        var reading = load.Read();
        var pooled = pool.Members.Contains(app.Key);
        var wait = pooled ? reading.ResponseMilliseconds : QueueModel.BaseMilliseconds;
        await Task.Delay(TimeSpan.FromMilliseconds(noise.Around(wait, wait * Spread)), clock, http.RequestAborted);

        if (pooled && noise.Chance(reading.RejectedPercent))
        {
            logs.Error(app.Key, "ConnectionPool: timeout acquiring connection (3000 ms); 200 of 200 in use");
            await NodeWeb.WriteTextAsync(http, StatusCodes.Status503ServiceUnavailable, "Connection pool exhausted\n");
        }
        else if (await DatabaseAnswersAsync(http.RequestAborted))
        {
            await NodeWeb.WriteTextAsync(http, StatusCodes.Status200OK, "{\"sku\":\"4006381333931\",\"stock\":412}\n");
        }
        else
        {
            logs.Error(app.Key, $"could not read from {GlobalMartEstate.DatabaseKey}: no usable connection");
            await NodeWeb.WriteTextAsync(http, StatusCodes.Status503ServiceUnavailable, "Database unavailable\n");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HopAnswer> CallAsync(Node target, string member, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(s_hopLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, target.At("/stock"));
        request.Headers.Add(MemberHeader, member);
        try
        {
            using var response = await _client.SendAsync(request, both.Token);
            return new HopAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(both.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new HopAnswer(HttpStatusCode.BadGateway, "connection failed\n");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new HopAnswer(HttpStatusCode.GatewayTimeout, "no answer in time\n");
        }
    }

    private async Task<bool> DatabaseAnswersAsync(CancellationToken ct)
    {
        if (nodes.Find(GlobalMartEstate.DatabaseKey)?.Listener is not { } listener)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(s_databaseLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var database = new TcpClient();
            await database.ConnectAsync(IPAddress.Loopback, listener.Port, both.Token);
            using var reader = new StreamReader(database.GetStream(), Encoding.ASCII);
            return (await reader.ReadLineAsync(both.Token))?.StartsWith("GMDB", StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed record HopAnswer(HttpStatusCode Status, string Body);
}
