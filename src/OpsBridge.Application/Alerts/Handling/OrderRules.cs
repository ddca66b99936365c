using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Shifts;

namespace OpsBridge.Alerts.Handling;

/// <summary>What makes sense in an order before any alert is looked at; completes it with names and times.</summary>
public sealed class OrderRules(IColleagueList colleagues, IShiftChanges shifts, IOptions<AlertsOptions> options)
{
    /// <summary>The longest comment.</summary>
    public const int MaxComment = 4000;

    /// <summary>How far ahead an acknowledgement or a shelf may end.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The order with what it lacks, or what is wrong with it.</summary>
    internal async Task<(AlertOrder Order, HandleResult.Invalid? Invalid)> CheckAsync(AlertOrder order, DateTimeOffset now, Actor actor, CancellationToken ct)
    {
        var comment = order.Comment?.Replace('\0', ' ').Trim(); // PostgreSQL stores no NUL in text
        order = order with { Comment = string.IsNullOrEmpty(comment) ? null : comment };
        if (order.Ids.Count is 0 or > HandleAlerts.Most)
        {
            return (order, new("ids", $"Name 1 to {HandleAlerts.Most:N0} alerts."));
        }

        if (Comment(order) is { } wrongComment)
        {
            return (order, wrongComment);
        }

        if (order.Verb is AlertVerb.Shelve { For: ShelfKind.UntilNextShift, Until: null } shelve)
        {
            order = order with { Verb = shelve with { Until = shifts.NextAfter(now) } };
        }
        else if (Until(order.Verb, now) is { } wrongTime)
        {
            return (order, wrongTime);
        }

        return order.Verb switch
        {
            AlertVerb.Give give => await NameAsync(order, give, actor, ct),
            AlertVerb.Link link => (order, Link(link)),
            _ => (order, null),
        };
    }

    private HandleResult.Invalid? Comment(AlertOrder order) => order switch
    {
        { Comment.Length: > MaxComment } => new("comment", $"At most {MaxComment} characters."),
        { Verb: AlertVerb.Note, Comment: null } => new("comment", $"Write 1 to {MaxComment} characters."),
        { Verb: AlertVerb.Shelve, Comment: null } => new("comment", "Say why it is put aside: the next shift will ask."),
        { Verb: AlertVerb.Acknowledge, Comment: null } when options.Value.AcknowledgeNeedsComment => new("comment", "Say what you do about it."),
        _ => null,
    };

    private static HandleResult.Invalid? Until(AlertVerb verb, DateTimeOffset now) => verb switch
    {
        AlertVerb.Acknowledge { For: AcknowledgementKind.Expiring } ack => Time(ack.Until, now),
        AlertVerb.Acknowledge { Until: not null } => new("until", "Only an expiring acknowledgement has an end."),
        AlertVerb.Shelve { For: ShelfKind.UntilTime } shelve => Time(shelve.Until, now),
        AlertVerb.Shelve { Until: not null } => new("until", "Only a shelf until a time has an end of its own."),
        _ => null,
    };

    private static HandleResult.Invalid? Time(DateTimeOffset? until, DateTimeOffset now) =>
        until is { } end && end > now && end <= now + Longest ? null : new("until", $"Choose a time within the next {Longest.Days} days.");

    private static HandleResult.Invalid? Link(AlertVerb.Link link)
    {
        if (string.IsNullOrWhiteSpace(link.Text) || link.Text.Length > 120 || link.Text.Any(char.IsControl))
        {
            return new("text", "Write 1 to 120 characters.");
        }

        var sound = link.Href.Length <= 2000 && Uri.TryCreate(link.Href, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0 && !link.Href.Any(char.IsControl);
        return sound ? null : new("href", "Give an address that begins with http:// or https://, at most 2000 characters, without a name or password in it.");
    }

    private async Task<(AlertOrder Order, HandleResult.Invalid? Invalid)> NameAsync(AlertOrder order, AlertVerb.Give give, Actor actor, CancellationToken ct)
    {
        var to = (await colleagues.HoldingAsync(Permissions.HandleAlerts, actor, ct)).FirstOrDefault(c => c.Id == give.AccountId);
        return to is not null
            ? (order with { Verb = give with { Name = to.Name } }, null)
            : (order, new("accountId", "Choose somebody who may handle alerts."));
    }
}
