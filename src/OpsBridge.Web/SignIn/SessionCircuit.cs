using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;
using OpsBridge.Live;

namespace OpsBridge.SignIn;

/// <summary>
/// Keeps an open page honest: whenever an account, session or wallboard link changes anywhere, and every 30 seconds besides, it asks
/// whether whoever looks may still look, and as what. A page whose session is over loses every right at once and is sent away.
/// </summary>
public sealed partial class SessionCircuit(
    AuthenticationStateProvider states, SessionCheck check, LiveFeed feed, IJSRuntime browser, TimeProvider clock, ILogger<SessionCircuit> logger)
    : CircuitHandler, IAsyncDisposable
{
    private static readonly TimeSpan s_atMost = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_atLeast = TimeSpan.FromSeconds(30);
    private static readonly AuthenticationState s_nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));
    private readonly CancellationTokenSource _gone = new();
    private Task _watch = Task.CompletedTask;

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _watch = WatchAsync(_gone.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _watch;
        _gone.Dispose();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        using var subscription = feed.Subscribe("accounts", "sessions", "wall_links", "watch_spells");
        subscription.Signal(); // something may have changed between the request that opened the circuit and now
        try
        {
            await Task.WhenAll(subscription.PumpAsync(() => RevalidateAsync(ct), s_atMost, clock, ct), RemindAsync(subscription, ct));
        }
        catch (OperationCanceledException)
        {
            // The circuit is gone.
        }
    }

    private async Task RemindAsync(LiveSubscription subscription, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_atLeast, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            subscription.Signal();
        }
    }

    private async Task RevalidateAsync(CancellationToken ct)
    {
        var user = (await states.GetAuthenticationStateAsync()).User;
        if (user.Identity?.IsAuthenticated != true)
        {
            return;
        }

        try
        {
            var current = await check.CurrentAsync(user, ct);
            if (current is null)
            {
                var away = SendAwayAsync(ct); // on its way before any part of the page finds out that it may show nothing any more
                Become(s_nobody);
                await away;
            }
            else if (!Same(current, user))
            {
                Become(new AuthenticationState(current));
            }
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            LogUnknown(exception.Message); // nothing can be done without the database either; asked again when it is back
        }
    }

    private void Become(AuthenticationState state) =>
        ((IHostEnvironmentAuthenticationStateProvider)states).SetAuthenticationState(Task.FromResult(state));

    /// <summary>A full load, so that nothing of the old page remains in the browser.</summary>
    private async Task SendAwayAsync(CancellationToken ct)
    {
        try
        {
            await browser.InvokeVoidAsync("location.replace", ct, "/sign-in?ended=1");
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or InvalidOperationException)
        {
            // The browser is not connected; its next request finds the session over.
        }
    }

    private static bool Same(ClaimsPrincipal left, ClaimsPrincipal right) =>
        left.Claims.Select(c => (c.Type, c.Value)).ToHashSet().SetEquals(right.Claims.Select(c => (c.Type, c.Value)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot ask whether a session still holds: {Reason}")]
    private partial void LogUnknown(string reason);
}
