using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>
/// Prints a claim link to the terminal when the server has started and nobody has claimed it. Straight to the console and never
/// to the log, whose files others may read. The secret is in the fragment, which browsers do not send to any server.
/// </summary>
public sealed class ClaimLinkPrinter(ClaimInstance instance, IServer server) : IHostedLifecycleService
{
    /// <inheritdoc />
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (await instance.OfferAsync(cancellationToken) is { } secret)
        {
            await Console.Out.WriteLineAsync($"""

                  This OpsBridge has no account yet. Claim it within {AccountLink.ClaimLifetime.TotalMinutes:0} minutes (a restart prints a new link):
                  {Address()}{ClaimGate.Page}#{secret}

                """);
        }
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Address() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
            .Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal) ?? "";
}
