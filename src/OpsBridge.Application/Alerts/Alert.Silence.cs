namespace OpsBridge.Alerts;

/// <content>What the silence of its source means.</content>
public sealed partial class Alert
{
    /// <summary>
    /// Its source counts as dead: nobody can say whether the condition still holds. It stays open, whoever owns it keeps it,
    /// and it cannot time out; only the mark tells. False when there is nothing to mark.
    /// </summary>
    public bool MarkSourceDead()
    {
        if (!Holds || Ending is not null)
        {
            return false;
        }

        Ending = AlertEnding.SourceDead;
        return true;
    }

    /// <summary>
    /// Its source speaks again: the source now has until <paramref name="endsAt"/> to report it again, unless it holds until
    /// it is resolved. False when it was not marked.
    /// </summary>
    public bool UnmarkSourceDead(DateTimeOffset endsAt)
    {
        if (Ending != AlertEnding.SourceDead)
        {
            return false;
        }

        Ending = null;
        EndsAt = EndsAt is { } end && end < endsAt ? endsAt : EndsAt;
        return true;
    }
}
