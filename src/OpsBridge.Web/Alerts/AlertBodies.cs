using System.Text.Json;
using OpsBridge.Alerts.Handling;

namespace OpsBridge.Alerts;

/// <summary>Words that go with an action.</summary>
/// <param name="Note">Comment, reason or note; at most 4000 characters.</param>
public sealed record NoteBody(string? Note);

/// <summary>An acknowledgement.</summary>
/// <param name="Note">Comment.</param>
/// <param name="Kind">normal, sticky or expiring.</param>
/// <param name="Until">Its end, for expiring.</param>
public sealed record AcknowledgementBody(string? Note, AcknowledgementKind? Kind, DateTimeOffset? Until);

/// <summary>A new owner.</summary>
/// <param name="AccountId">The account; without it the caller takes the alert.</param>
/// <param name="Note">Comment.</param>
public sealed record OwnerBody(Guid? AccountId, string? Note);

/// <summary>A judged severity.</summary>
/// <param name="Severity">info, warning, major or critical.</param>
/// <param name="Note">Comment.</param>
public sealed record SeverityBody(AlertSeverity Severity, string? Note);

/// <summary>A shelf.</summary>
/// <param name="Kind">untilTime, untilClear or untilNextShift.</param>
/// <param name="Until">Its end, for untilTime.</param>
/// <param name="Reason">Why.</param>
public sealed record ShelfBody(ShelfKind Kind, DateTimeOffset? Until, string? Reason);

/// <summary>A link.</summary>
/// <param name="Text">What people read; the address when it is missing.</param>
/// <param name="Href">http or https.</param>
public sealed record LinkBody(string? Text, string? Href);

/// <summary>One verb for many alerts.</summary>
/// <param name="Ids">1 to 10,000 alerts.</param>
/// <param name="Verb">acknowledge, unacknowledge, take, give, pool, severity, shelve, unshelve, note, link or close.</param>
/// <param name="Comment">One comment for all.</param>
public sealed record BulkVerbBody(IReadOnlyList<long>? Ids, string? Verb, string? Comment)
{
    /// <summary>How long an acknowledgement or shelf holds: the words of its own endpoint.</summary>
    public string? Kind { get; init; }

    /// <summary>Its end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The new owner, for give.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The severity, for severity.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Words of a link.</summary>
    public string? Text { get; init; }

    /// <summary>Address of a link.</summary>
    public string? Href { get; init; }

    /// <summary>The verb; null when its name or what it needs is missing.</summary>
    internal AlertVerb? Read() => Verb switch
    {
        "acknowledge" when Word<AcknowledgementKind>(Kind ?? "normal") is { } kind => new AlertVerb.Acknowledge(kind, Until),
        "unacknowledge" => new AlertVerb.Unacknowledge(),
        "take" => new AlertVerb.Take(),
        "give" when AccountId is { } account => new AlertVerb.Give(account),
        "pool" => new AlertVerb.Pool(),
        "severity" when Severity is { } severity => new AlertVerb.Rerank(severity),
        "shelve" when Word<ShelfKind>(Kind) is { } kind => new AlertVerb.Shelve(kind, Until),
        "unshelve" => new AlertVerb.Unshelve(),
        "note" => new AlertVerb.Note(),
        "link" when Href is { } href => new AlertVerb.Link(Text ?? href, href),
        "close" => new AlertVerb.Close(),
        _ => null,
    };

    private static T? Word<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? value : null;
}

/// <summary>What was done to one alert.</summary>
/// <param name="ActionId">Names the action for undo, for ten minutes; null for what nobody can undo.</param>
/// <param name="State">Its state now.</param>
/// <param name="Revision">Its number of steps now.</param>
public sealed record HandledResource(Guid? ActionId, AlertState State, int Revision);

/// <summary>What became of one alert of many.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Done">Whether it was done.</param>
/// <param name="Reason">Why not: a word for programs.</param>
/// <param name="Detail">Why not, for people.</param>
public sealed record BulkOutcomeResource(long Id, bool Done, string? Reason, string? Detail)
{
    internal static BulkOutcomeResource Of(HandledAlert alert) => alert.Outcome switch
    {
        AlertOutcome.Done => new(alert.Id, true, null, null),
        AlertOutcome.Refused no => new(alert.Id, false, JsonNamingPolicy.CamelCase.ConvertName(no.Why.ToString()), AlertAnswers.Words(no)),
        _ => new(alert.Id, false, "notFound", "There is no such alert."),
    };
}

/// <summary>What became of many alerts.</summary>
/// <param name="ActionId">Names the action for undo; null when nothing was done or nobody can undo it.</param>
/// <param name="Done">How many were done.</param>
/// <param name="Alerts">One per alert, in the order asked.</param>
public sealed record BulkResource(Guid? ActionId, int Done, IReadOnlyList<BulkOutcomeResource> Alerts);
