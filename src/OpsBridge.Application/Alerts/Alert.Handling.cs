using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <content>What operators do with it. <see cref="LifeCycle"/> says what is possible in which state.</content>
public sealed partial class Alert
{
    /// <summary>The most links of one alert.</summary>
    public const int MaxLinks = 20;

    /// <summary>Does it, or says why not.</summary>
    /// <param name="verb">What to do; its values are checked already.</param>
    /// <param name="comment">The operator's words.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">Now.</param>
    public AlertOutcome Handle(AlertVerb verb, string? comment, Actor by, DateTimeOffset at)
    {
        var cell = LifeCycle.Of(State, verb.Move);
        var before = Standing;
        var restore = AlertRestore.Of(this);
        if ((cell.To.Count == 0 ? cell.Refused[0] : Apply(verb, comment, by, at)) is { } refusal)
        {
            return Refuse(refusal);
        }

        var step = Moved(before, verb.Kind, by, at, verb is AlertVerb.Link link ? $"{link.Text} {link.Href}" : comment);
        return new AlertOutcome.Done(verb.Undoable ? step with { Restore = restore.Write() } : step);
    }

    /// <summary>Null when it was done.</summary>
    private Refusal? Apply(AlertVerb verb, string? comment, Actor by, DateTimeOffset at) => verb switch
    {
        AlertVerb.Acknowledge how => Acknowledge(new Acknowledgement(by.Name, at, Trimmed(comment)) { Kind = how.For, Until = how.Until }, by),
        AlertVerb.Unacknowledge => Unacknowledge(),
        AlertVerb.Take => Own(by.Id, by.Name),
        AlertVerb.Give to => Own(to.AccountId, to.Name),
        AlertVerb.Pool => OwnerName is null ? Refusal.Unowned : Own(null, null),
        AlertVerb.Rerank to => Judge(to.Severity),
        AlertVerb.Shelve how => PutOnShelf(new AlertShelf(by.Name, at, how.For, how.Until, Trimmed(comment) ?? "", State) { Severity = Severity }),
        AlertVerb.Unshelve => TakeFromShelf(at),
        AlertVerb.Note => Note(comment!),
        AlertVerb.Link link => AddLink(new AlertLink(link.Text, link.Href)),
        AlertVerb.Close => Close(at),
        _ => throw new ArgumentOutOfRangeException(nameof(verb)),
    };

    private AlertOutcome.Refused Refuse(Refusal why) => why switch
    {
        Refusal.AlreadyAcknowledged => new(why, Acknowledgement?.By, Acknowledgement?.At),
        Refusal.OnShelf or Refusal.AlreadyShelved => new(why, Shelf?.By, Shelf?.At),
        Refusal.AlreadyOwned => new(why, OwnerName),
        Refusal.Closed => new(why, Since: ClosedAt),
        Refusal.Gone => new(why, Since: ClearedAt),
        _ => new(why),
    };

    private Refusal? Acknowledge(Acknowledgement acknowledgement, Actor by)
    {
        if (State == AlertState.Acknowledged && (Acknowledgement!.Kind, Acknowledgement.Until) == (acknowledgement.Kind, acknowledgement.Until))
        {
            return Refusal.AlreadyAcknowledged;
        }

        Acknowledgement = acknowledgement;
        LastNote = acknowledgement.Note ?? LastNote;
        if (State == AlertState.ReturnedUnacknowledged)
        {
            CloseAt(acknowledgement.At);
            return null;
        }

        State = AlertState.Acknowledged;
        return OwnerName is null ? Own(by.Id, by.Name) : null;
    }

    private Refusal? Unacknowledge()
    {
        (State, Acknowledgement) = (AlertState.Unacknowledged, null);
        return null;
    }

    private Refusal? Own(Guid? id, string? name)
    {
        if (OwnerName is not null && (OwnerId, OwnerName) == (id, name))
        {
            return Refusal.AlreadyOwned;
        }

        (OwnerId, OwnerName) = (id, name);
        return null;
    }

    private Refusal? Judge(AlertSeverity severity)
    {
        if (Severity == severity)
        {
            return Refusal.SameSeverity;
        }

        Severity = severity;
        return null;
    }

    private Refusal? Note(string text)
    {
        LastNote = Trimmed(text);
        return null;
    }

    private Refusal? AddLink(AlertLink link)
    {
        if (Links.Any(l => l.Href == link.Href))
        {
            return Refusal.SameLink;
        }

        if (Links.Count >= MaxLinks)
        {
            return Refusal.TooManyLinks;
        }

        Links = [.. Links, link];
        return null;
    }

    /// <summary>A condition that is still reported is refused: it would be raised again at once.</summary>
    private Refusal? Close(DateTimeOffset at)
    {
        if (Holds && (CheckId is not null || EndsAt > at))
        {
            return Refusal.StillFiring;
        }

        Ending ??= AlertEnding.ByOperator;
        CloseAt(at);
        return null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : Cut(text.Trim(), MaxSummary);
}
