using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Measuring;

/// <summary>TCP listeners and one HTTP server on loopback in a process of their own, so that their CPU time is nobody's figure.</summary>
internal sealed class TargetFarm : IAsyncDisposable
{
    /// <summary>The hidden command that serves the targets.</summary>
    public const string Command = "targets";

    private readonly ChildProgram _program;

    private TargetFarm(ChildProgram program, int[] ports)
    {
        _program = program;
        (HttpPort, TcpPorts) = (ports[0], ports[1..]);
    }

    public int HttpPort { get; }

    public IReadOnlyList<int> TcpPorts { get; }

    public static async Task<TargetFarm> StartAsync(int listeners)
    {
        var program = ChildProgram.StartSelf(Command, listeners.ToString(CultureInfo.InvariantCulture));
        var line = await program.Output.ReadLineAsync() ?? throw new InvalidOperationException("The targets did not start.");
        return new TargetFarm(program, [.. line.Split(',').Select(p => int.Parse(p, CultureInfo.InvariantCulture))]);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    /// <summary>Serves until the process that started this one is gone.</summary>
    public static async Task ServeAsync(int listeners)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("ok"));
        await app.StartAsync();
        var tcp = Enumerable.Range(0, listeners).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in tcp)
        {
            listener.Start(512);
            _ = AcceptAsync(listener);
        }

        var ports = tcp.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).Prepend(new Uri(app.Urls.First()).Port);
        await Console.Out.WriteLineAsync(string.Join(',', ports));
        await Console.In.ReadToEndAsync(); // ends when the parent closes its side, also by dying
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            _ = HearOutAsync(await listener.AcceptSocketAsync());
        }
    }

    private static async Task HearOutAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[16]); // until the caller hangs up
            }
            catch (SocketException)
            {
                // It hung up hard.
            }
        }
    }
}
