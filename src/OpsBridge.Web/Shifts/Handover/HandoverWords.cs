using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Handover;

/// <summary>States and counts as the pages say them.</summary>
internal static class HandoverWords
{
    /// <summary>The stepper's states, in order.</summary>
    public static IReadOnlyList<(HandoverState State, string Word)> Steps { get; } =
    [
        (HandoverState.Preparing, "Preparing"), (HandoverState.Prepared, "Prepared"), (HandoverState.Reviewing, "Reviewing"),
        (HandoverState.ReadBack, "Read-back"), (HandoverState.Accepted, "Accepted"), (HandoverState.Verified, "Verified"),
    ];

    /// <summary>Where the stepper stands: 0 to 6, the number of steps that are done.</summary>
    public static int Done(HandoverState state) => state switch
    {
        HandoverState.Prepared => 1,
        HandoverState.Reviewing => 2,
        HandoverState.ReadBack => 3,
        HandoverState.Accepted => 5,
        HandoverState.Verified or HandoverState.Closed or HandoverState.Reopened => 6,
        _ => 0,
    };

    /// <summary>The state in a list.</summary>
    public static string Of(HandoverState state) => state switch
    {
        HandoverState.ReadBack => "Read-back",
        _ => state.ToString(),
    };

    /// <summary>Tone of a state in a list.</summary>
    public static string Tone(HandoverState state) => state switch
    {
        HandoverState.Verified or HandoverState.Closed => "ok",
        HandoverState.Accepted => "info",
        HandoverState.Rejected or HandoverState.Lapsed or HandoverState.Reopened => "warning",
        _ => "",
    };

    /// <summary>What stands beside a section's name.</summary>
    public static string Count(HandoverCase handover, HandoverSection section)
    {
        var facts = handover.Around.Facts.Of(section);
        if (section == HandoverSection.State)
        {
            var line = handover.Papers.TextOf(HandoverCase.StateLine);
            var word = line.Split([' ', ',', ':', '.', ';', '–'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
            return word.Length is > 0 and <= 12 ? word.ToLowerInvariant() : line.Length > 0 ? "said" : "–";
        }

        var notes = handover.Papers.Texts.Values.Count(t => t.Section == section && t.Key.Length == 0 && t.Text.Length > 0);
        return section switch
        {
            HandoverSection.Figures => "auto",
            HandoverSection.MonitoringHealth when facts.IsTold => facts.Tone >= FactTone.Warn ? "look" : "no gaps",
            HandoverSection.People when facts.IsTold => facts.Facts.Count(f => f.Key.StartsWith("person/", StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture),
            _ when !facts.IsTold && notes == 0 => "no report",
            _ when facts.Total + notes == 0 => section == HandoverSection.Notes ? "–" : "quiet",
            _ => (facts.Total + notes).ToString("N0", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A number of things of one kind: "1 alert", "2 log entries".</summary>
    public static string Things(int number, string kind) => kind == "entry" ? FactWords.Many(number, "log entry", "log entries") : FactWords.Many(number, kind);

    /// <summary>What somebody does with a message, after the name.</summary>
    public static string Says(MessageKind kind) => kind switch
    {
        MessageKind.Question => "asks",
        MessageKind.Answer => "answers",
        MessageKind.Waiver => "lets the question stand unanswered",
        MessageKind.ReadBack => "reads the top risks back",
        MessageKind.Confirmation => "confirms the read-back",
        _ => "corrects the read-back",
    };

    /// <summary>The value of a choice of where a thing goes.</summary>
    public static string Value(HandoverDecision? decision) => decision switch
    {
        null => "",
        { To: TransferTo.Person, PersonId: { } person } => person.ToString(),
        _ => decision.To.ToString(),
    };

    /// <summary>Where a thing goes, in words.</summary>
    public static string Where(TransferTo to, string? person, string incoming, bool silence) => to switch
    {
        TransferTo.Watch => $"{incoming} watch",
        TransferTo.Pool => silence ? "lapses" : "back to the pool",
        _ => person ?? "a person",
    };

    /// <summary>The choices of where a thing goes.</summary>
    public static IReadOnlyList<Segment> Choices(HandoverCase handover, bool silence)
    {
        var off = handover.GoingOff.Select(s => s.AccountId).ToHashSet();
        return
        [
            new(nameof(TransferTo.Watch), silence ? $"{handover.Head.IncomingShift} watch accepts it" : $"{handover.Head.IncomingShift} watch"),
            new(nameof(TransferTo.Pool), silence ? "Not accepted: lapses" : "Back to the pool"),
            .. handover.Around.People.Where(p => !off.Contains(p.Key)).OrderBy(p => p.Value, StringComparer.Ordinal).Select(p => new Segment(p.Key.ToString(), p.Value)),
        ];
    }

    /// <summary>The step that a choice stands for.</summary>
    public static HandoverStep.Decide Decide(IReadOnlyList<BelongingKey> things, string value) => Guid.TryParse(value, out var person)
        ? new HandoverStep.Decide(things, TransferTo.Person, person)
        : new HandoverStep.Decide(things, Enum.Parse<TransferTo>(value), null);
}
