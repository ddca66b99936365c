using Npgsql;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Says for one circuit that somebody is there and which alert they look at. A database that is away is no error: the next beat says it again.</summary>
public sealed class Viewing(IAlertPresence presence, CurrentActor current, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(400);
    private readonly Guid _circuit = Guid.CreateVersion7();
    private readonly CancellationTokenSource _gone = new();
    private long? _alert;
    private int _moves;

    /// <summary>The viewer looks at this alert now; told once they have rested on it for a moment.</summary>
    public async Task LookAsync(long? alertId)
    {
        if (_alert == alertId)
        {
            return;
        }

        _alert = alertId;
        var move = ++_moves;
        try
        {
            await Task.Delay(s_rest, clock, _gone.Token);
            if (move == _moves)
            {
                await BeatAsync();
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer left.
        }
    }

    /// <summary>The viewer is still there.</summary>
    public async Task BeatAsync()
    {
        try
        {
            await presence.ShowAsync(_circuit, _alert, await current.GetAsync(), _gone.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException or PermissionDeniedException)
        {
            // The next beat says it again.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        try
        {
            await presence.LeaveAsync(_circuit, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            // Its last sign of life expires by itself.
        }

        _gone.Dispose();
    }
}
