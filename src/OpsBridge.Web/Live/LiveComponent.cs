using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OpsBridge.Live;

/// <summary>A component that reads again when something it shows has changed, and knows how old what it shows is.</summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _gone = new();
    private LiveSubscription? _subscription;
    private Task _pump = Task.CompletedTask;
    private Task _looks = Task.CompletedTask;

    /// <summary>Keeps the token, because the source may be disposed while a read is under way.</summary>
    protected LiveComponent() => Gone = _gone.Token;

    /// <summary>Where changes are announced.</summary>
    [Inject] public required LiveFeed Feed { get; init; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Clock { get; init; }

    /// <summary>For the logger of the concrete component.</summary>
    [Inject] public required ILoggerFactory Loggers { get; init; }

    /// <summary>When the shown data was last read successfully; null before the first read.</summary>
    protected DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Since when reading fails; null while it works. Panels grey out and say so.</summary>
    protected DateTimeOffset? StaleSince { get; private set; }

    /// <summary>Since when the viewer holds updates back; null while live.</summary>
    protected DateTimeOffset? PausedSince { get; private set; }

    /// <summary>Cancelled when the viewer leaves the page or the circuit ends.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Tables whose change concerns this component.</summary>
    protected abstract string[] Topics { get; }

    /// <summary>The least time between two reads.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromMilliseconds(400);

    /// <summary>How often it reads again without a change, because time alone changes what it shows; null for never.</summary>
    protected virtual TimeSpan? Look => null;

    /// <summary>Reads what is shown. An exception of the database marks the data stale and is tried again.</summary>
    protected abstract Task RefreshAsync();

    /// <inheritdoc />
    protected sealed override async Task OnInitializedAsync()
    {
        _subscription = Feed.Subscribe(Topics); // before the first read, so no change falls between the two
        await StartAsync();
        await TryRefreshAsync();
        if (!Gone.IsCancellationRequested)
        {
            _pump = PumpAsync(_subscription);
            _looks = Look is { } every ? LookAsync(_subscription, every) : Task.CompletedTask;
        }
    }

    /// <summary>Runs once before the first read, for example to find out who is looking.</summary>
    protected virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Holds updates back or lets them in again.</summary>
    protected async Task SetPausedAsync(bool paused)
    {
        PausedSince = paused ? Clock.GetUtcNow() : null;
        if (!paused)
        {
            await TryRefreshAsync();
        }
    }

    /// <summary>Reads again now, for example after the viewer's own action.</summary>
    protected async Task RefreshNowAsync()
    {
        await TryRefreshAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _gone.CancelAsync();
        _subscription?.Dispose();
        await _pump;
        await _looks;
        await LeaveAsync();
        _gone.Dispose();
    }

    /// <summary>Runs when the component goes.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    private async Task PumpAsync(LiveSubscription subscription)
    {
        try
        {
            await subscription.PumpAsync(RefreshAndRenderAsync, Interval, Clock, Gone);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception); // to this circuit's error boundary, not to the publisher
        }
    }

    private async Task LookAsync(LiveSubscription subscription, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
            {
                subscription.Signal();
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The viewer left.
        }
    }

    private Task RefreshAndRenderAsync() => InvokeAsync(async () =>
    {
        if (PausedSince is null)
        {
            await TryRefreshAsync();
        }

        StateHasChanged();
    });

    private async Task TryRefreshAsync()
    {
        try
        {
            await RefreshAsync();
            ReadAt = Clock.GetUtcNow();
            StaleSince = null;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            StaleSince ??= ReadAt ?? Clock.GetUtcNow();
            LogStale(Loggers.CreateLogger(GetType()), exception.Message);
            _ = RetryAsync();
        }
    }

    private async Task RetryAsync()
    {
        try
        {
            await Task.Delay(s_retry, Clock, Gone);
            _subscription?.Signal();
        }
        catch (OperationCanceledException)
        {
            // The viewer left; nothing to retry for.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shows stale data: {Reason}")]
    private static partial void LogStale(ILogger logger, string reason);
}
