namespace OpsBridge.Shell;

/// <summary>Whether what this console shows is live; the pill in the top bar shows it. One per circuit. A lost circuit is shown by the browser itself.</summary>
public sealed class LiveState
{
    /// <summary>Raised when the state changes.</summary>
    public event EventHandler? Changed;

    /// <summary>live, paused or stale.</summary>
    public string Mode { get; private set; } = "live";

    /// <summary>Since when it is paused or stale.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>How long the last change took from the database to this screen, when known.</summary>
    public TimeSpan? Delay { get; private set; }

    /// <summary>Live.</summary>
    public void ShowLive(TimeSpan? delay = null) => Set("live", null, delay);

    /// <summary>The operator holds the screen.</summary>
    public void ShowPaused(DateTimeOffset since) => Set("paused", since, null);

    /// <summary>The server has no news any more: the feed or the database is away.</summary>
    public void ShowStale(DateTimeOffset since) => Set("stale", since, null);

    private void Set(string mode, DateTimeOffset? since, TimeSpan? delay)
    {
        if ((mode, since, delay) == (Mode, Since, Delay))
        {
            return;
        }
        (Mode, Since, Delay) = (mode, since, delay);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
