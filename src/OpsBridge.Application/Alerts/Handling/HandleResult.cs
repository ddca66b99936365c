namespace OpsBridge.Alerts.Handling;

/// <summary>What one operator wants done to one or to many alerts.</summary>
/// <param name="Ids">Keys, 1 to <see cref="HandleAlerts.Most"/>; one named twice counts once.</param>
/// <param name="Verb">What to do to each.</param>
/// <param name="Comment">One comment for all, at most 4000 characters: the reason of a shelf, the text of a note.</param>
public sealed record AlertOrder(IReadOnlyList<long> Ids, AlertVerb Verb, string? Comment = null)
{
    /// <summary>Only when this is still the alert's row version (If-Match); for orders of one alert.</summary>
    public uint? Version { get; init; }
}

/// <summary>What became of one alert of an order.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Outcome">What was done, or why not.</param>
public sealed record HandledAlert(long Id, AlertOutcome Outcome);

/// <summary>Answer of <see cref="HandleAlerts"/>.</summary>
public abstract record HandleResult
{
    private HandleResult()
    {
    }

    /// <summary>Every alert decided; what was possible is done, all in one transaction.</summary>
    /// <param name="ActionId">Names the action for <see cref="UndoAlertAction"/>.</param>
    /// <param name="Alerts">One per key, in the order asked.</param>
    public sealed record Handled(Guid ActionId, IReadOnlyList<HandledAlert> Alerts) : HandleResult
    {
        /// <summary>How many alerts moved.</summary>
        public int Done => Alerts.Count(a => a.Outcome is AlertOutcome.Done);
    }

    /// <summary>The order itself makes no sense; nothing was done.</summary>
    /// <param name="Field">Which part: ids, comment, until, accountId, href or text.</param>
    /// <param name="Reason">Why, in words for the operator.</param>
    public sealed record Invalid(string Field, string Reason) : HandleResult;
}
