using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <content>Its steps.</content>
public sealed partial class Alert
{
    /// <summary>How it stands now.</summary>
    public AlertStanding Standing =>
        new(State, Severity, OwnerName, Acknowledgement?.By, Shelf?.Until, CauseId, FlappingSince is not null, ClearedAt is null ? null : Ending);

    /// <summary>
    /// Counts a step and returns its record; to be written in the same transaction. The key of an alert that was raised in
    /// this transaction is not known yet: complete the record with it after saving.
    /// </summary>
    /// <param name="before">How it stood before the step.</param>
    /// <param name="kind">What moved it.</param>
    /// <param name="by">Who moved it.</param>
    /// <param name="at">When (UTC), by OpsBridge's clock.</param>
    /// <param name="why">Reason, comment or note.</param>
    public AlertTransition Moved(AlertStanding before, AlertTransitionKind kind, Actor by, DateTimeOffset at, string? why)
    {
        Revision++;
        return new AlertTransition
        {
            AlertId = Id,
            Revision = Revision,
            At = at,
            Kind = kind,
            ActorId = by.Id,
            ActorName = by.Name,
            Before = before,
            After = Standing,
            Why = string.IsNullOrWhiteSpace(why) ? null : Cut(why.Trim(), MaxWhy),
        };
    }
}
