using OpsBridge.Alerts.Handling;

namespace OpsBridge.Alerts;

/// <summary>What an operator is asked for before a verb is done.</summary>
public enum VerbQuestion
{
    /// <summary>How long an acknowledgement holds, and a comment.</summary>
    Acknowledge,

    /// <summary>To whom.</summary>
    Give,

    /// <summary>Which severity.</summary>
    Severity,

    /// <summary>Until when, and why.</summary>
    Shelve,

    /// <summary>The text.</summary>
    Note,

    /// <summary>Address and words.</summary>
    Link,
}

/// <summary>The answers while they are typed.</summary>
/// <param name="question">What is asked.</param>
/// <param name="now">When it is asked; times offered begin there.</param>
public sealed class VerbForm(VerbQuestion question, DateTimeOffset now)
{
    /// <summary>What is asked.</summary>
    public VerbQuestion Question => question;

    /// <summary>Comment, reason or note.</summary>
    public string? Comment { get; set; } = "";

    /// <summary>How long an acknowledgement holds.</summary>
    public AcknowledgementKind AcknowledgeFor { get; set; }

    /// <summary>Until when a shelf holds.</summary>
    public ShelfKind ShelveFor { get; set; } = ShelfKind.UntilNextShift;

    /// <summary>The time, where one is asked for.</summary>
    public DateTimeOffset? Until { get; set; } = now.AddHours(2);

    /// <summary>The new owner.</summary>
    public string? AccountId { get; set; }

    /// <summary>The severity.</summary>
    public AlertSeverity Severity { get; set; } = AlertSeverity.Warning;

    /// <summary>Words of the link.</summary>
    public string? LinkText { get; set; } = "";

    /// <summary>Its address.</summary>
    public string? Href { get; set; } = "";

    /// <summary>Whether a time is asked for.</summary>
    public bool AsksTime => question switch
    {
        VerbQuestion.Acknowledge => AcknowledgeFor == AcknowledgementKind.Expiring,
        VerbQuestion.Shelve => ShelveFor == ShelfKind.UntilTime,
        _ => false,
    };

    /// <summary>The verb as asked for; null when the account is missing. What else is wrong the use case says.</summary>
    public AlertVerb? Verb() => question switch
    {
        VerbQuestion.Acknowledge => new AlertVerb.Acknowledge(AcknowledgeFor, AsksTime ? Until : null),
        VerbQuestion.Shelve => new AlertVerb.Shelve(ShelveFor, AsksTime ? Until : null),
        VerbQuestion.Severity => new AlertVerb.Rerank(Severity),
        VerbQuestion.Note => new AlertVerb.Note(),
        VerbQuestion.Link => new AlertVerb.Link((LinkText ?? "").Trim() is { Length: > 0 } text ? text : (Href ?? "").Trim(), (Href ?? "").Trim()),
        _ => Guid.TryParse(AccountId, out var account) ? new AlertVerb.Give(account) : null,
    };
}
