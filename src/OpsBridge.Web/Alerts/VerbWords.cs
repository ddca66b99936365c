using System.Globalization;
using OpsBridge.Alerts.Handling;

namespace OpsBridge.Alerts;

/// <summary>Verbs, kinds and times of handling in words.</summary>
internal static class VerbWords
{
    /// <summary>Every reason why not, as a sentence; <paramref name="who"/> and <paramref name="since"/> where they are known.</summary>
    public static string Of(Refusal why, string? who, string? since) => why switch
    {
        Refusal.Closed => "It is closed already.",
        Refusal.AlreadyAcknowledged => $"{who ?? "Somebody"} acknowledged it{At(since)}.",
        Refusal.NotAcknowledged => "Nobody has acknowledged it.",
        Refusal.AlreadyOwned => $"{who ?? "They"} {(who == "You" ? "own" : "owns")} it already.",
        Refusal.Unowned => "Nobody owns it.",
        Refusal.SameSeverity => "It has that severity already.",
        Refusal.AlreadyShelved => "It is on the shelf until then already.",
        Refusal.NotShelved => "It is not on the shelf.",
        Refusal.OnShelf => $"{who ?? "Somebody"} put it on the shelf{At(since)}. Take it down first.",
        Refusal.Hidden => "It is hidden because its cause is elsewhere.",
        Refusal.Gone => "The condition is gone. Acknowledge it, which closes it.",
        Refusal.StillFiring => "Its source still reports the condition; it would be raised again at once.",
        Refusal.SameLink => "It has that link already.",
        Refusal.TooManyLinks => $"It has {Alert.MaxLinks} links, which is as many as fit.",
        Refusal.MovedSince => $"{who ?? "Somebody"} moved it since{At(since)}.",
        Refusal.NewerOpen => "The same condition is open again as a newer alert.",
        _ => "It has been changed since you read it. Read it again.",
    };

    /// <summary>The same for a count: "2 closed already".</summary>
    public static string Short(Refusal why) => why switch
    {
        Refusal.Closed => "closed already",
        Refusal.AlreadyAcknowledged => "acknowledged already",
        Refusal.NotAcknowledged => "not acknowledged",
        Refusal.AlreadyOwned => "owned so already",
        Refusal.Unowned => "owned by nobody",
        Refusal.SameSeverity => "of that severity already",
        Refusal.AlreadyShelved => "on the shelf already",
        Refusal.NotShelved => "not on the shelf",
        Refusal.OnShelf => "on the shelf",
        Refusal.Hidden => "hidden",
        Refusal.Gone => "gone already: acknowledge to close",
        Refusal.StillFiring => "still reported by the source",
        Refusal.SameLink => "linked already",
        Refusal.TooManyLinks => "full of links",
        Refusal.MovedSince => "moved by somebody since",
        Refusal.NewerOpen => "open again as a newer alert",
        _ => "changed meanwhile",
    };

    /// <summary>Past participle: "3 acknowledged".</summary>
    public static string Done(AlertVerb verb) => verb switch
    {
        AlertVerb.Acknowledge => "acknowledged",
        AlertVerb.Unacknowledge => "unacknowledged",
        AlertVerb.Take => "taken",
        AlertVerb.Give => "given",
        AlertVerb.Pool => "back in the pool",
        AlertVerb.Rerank to => $"judged {to.Severity}",
        AlertVerb.Shelve => "shelved",
        AlertVerb.Unshelve => "taken from the shelf",
        AlertVerb.Note => "noted",
        AlertVerb.Link => "linked",
        _ => "closed",
    };

    /// <summary>How long an acknowledgement holds.</summary>
    public static string Of(AcknowledgementKind kind) => kind switch
    {
        AcknowledgementKind.Sticky => "until it clears, whatever its severity does",
        AcknowledgementKind.Expiring => "until a time",
        _ => "until its severity changes or it clears",
    };

    /// <summary>Until when a shelf holds.</summary>
    public static string Of(ShelfKind kind) => kind switch
    {
        ShelfKind.UntilClear => "until it clears",
        ShelfKind.UntilNextShift => "until the next shift",
        _ => "until a time",
    };

    /// <summary>"3 of 1,204".</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string At(string? since) => since is null ? "" : $" at {since}";
}
