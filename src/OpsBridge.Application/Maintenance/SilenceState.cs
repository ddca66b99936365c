namespace OpsBridge.Maintenance;

/// <summary>Where a silence is in its life; computed from its times, never stored.</summary>
public enum SilenceState
{
    /// <summary>It hides alerts now.</summary>
    Active,

    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It is over.</summary>
    Expired,
}

/// <summary>The one rule for <see cref="SilenceState"/>.</summary>
public static class SilenceStates
{
    /// <summary>The state at a moment: it begins at its start and is over at its end.</summary>
    public static SilenceState At(DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset now) =>
        now >= endsAt ? SilenceState.Expired : now < startsAt ? SilenceState.Pending : SilenceState.Active;
}
