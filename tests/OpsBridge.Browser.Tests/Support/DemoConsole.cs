using Xunit;

namespace OpsBridge.Support;

/// <summary>
/// The console with GlobalMart that most journeys share, started when the first of them asks. They run one after the other, each
/// with assets and accounts of its own where it changes something.
/// </summary>
public sealed class DemoConsole(PostgresServer server) : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private ConsoleHost? _console;

    /// <summary>The console.</summary>
    public async Task<ConsoleHost> StartedAsync()
    {
        await _oneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            Environment.SetEnvironmentVariable("OPSBRIDGE_DEMO_PASSWORD", ConsoleHost.Password);
            if (_console is null)
            {
                var console = new ConsoleHost(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken), demo: true);
                await console.StartAsync();
                _console = console;
            }

            return _console;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (_console?.DisposeAsync() ?? ValueTask.CompletedTask);
        _oneAtATime.Dispose();
    }
}
