namespace OpsBridge.Alerts.Handling;

/// <summary>What a step did to one alert.</summary>
public abstract record AlertOutcome
{
    private AlertOutcome()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Step">The row of its history.</param>
    public sealed record Done(AlertTransition Step) : AlertOutcome;

    /// <summary>Not possible as it stands; nothing changed.</summary>
    /// <param name="Why">The reason.</param>
    /// <param name="Who">Who did what stands in the way, where that is somebody.</param>
    /// <param name="Since">Since when, where that is known (UTC).</param>
    public sealed record Refused(Refusal Why, string? Who = null, DateTimeOffset? Since = null) : AlertOutcome;

    /// <summary>No such alert.</summary>
    public sealed record NotFound : AlertOutcome;
}
