using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>One silence or window in force.</summary>
/// <param name="Scope">What it hides.</param>
/// <param name="Suppressor">What it is called.</param>
internal sealed record Hider(QuickScope Scope, Suppressor Suppressor)
{
    /// <summary>
    /// Set while a flexible window waits for its first failure: a failure inside the time hides itself at once, until the
    /// window has been started for everything in its scope.
    /// </summary>
    public FirstFailure? Waiting { get; init; }

    /// <summary>What hides the target; null when this does not.</summary>
    public Suppressor? Hides(in SuppressionTarget target)
    {
        if (Waiting is { } waiting && (target.StartsAt < waiting.From || target.StartsAt >= waiting.To))
        {
            return null;
        }

        if (!Scope.Covers(target))
        {
            return null;
        }

        return Waiting is { } first ? Suppressor with { Until = target.StartsAt + first.Lasts } : Suppressor;
    }
}

/// <summary>When a flexible window may begin.</summary>
/// <param name="From">The first moment (UTC).</param>
/// <param name="To">The end of the time (UTC).</param>
/// <param name="Lasts">How long it lasts from the failure on.</param>
internal sealed record FirstFailure(DateTimeOffset From, DateTimeOffset To, TimeSpan Lasts);
