namespace OpsBridge.Alerts.Sources;

/// <summary>What the silence of a source means at one moment.</summary>
public enum SilenceVerdict
{
    /// <summary>As it was.</summary>
    Same,

    /// <summary>It counts as dead from now on.</summary>
    WentSilent,

    /// <summary>It speaks again.</summary>
    SpeaksAgain,
}

/// <summary>Decides when a source is dead. Pure.</summary>
public static class SilenceRule
{
    /// <summary>The verdict.</summary>
    /// <param name="limit">After how long it is dead; null when nobody watches it any more.</param>
    /// <param name="lastHeardAt">When anything was heard from it last (UTC). A source that never spoke is not connected yet, not dead.</param>
    /// <param name="silentSince">Since when it counts as dead (UTC); null while it does not.</param>
    /// <param name="listeningSince">Since when this process listens (UTC): what it slept through is no silence of the source.</param>
    /// <param name="now">The moment (UTC).</param>
    public static SilenceVerdict Judge(
        TimeSpan? limit, DateTimeOffset lastHeardAt, DateTimeOffset? silentSince, DateTimeOffset listeningSince, DateTimeOffset now)
    {
        if (silentSince is { } since)
        {
            return limit is null || lastHeardAt > since || now - lastHeardAt <= limit ? SilenceVerdict.SpeaksAgain : SilenceVerdict.Same;
        }

        var known = lastHeardAt > listeningSince ? lastHeardAt : listeningSince;
        return limit is { } allowed && now - known > allowed ? SilenceVerdict.WentSilent : SilenceVerdict.Same;
    }
}
