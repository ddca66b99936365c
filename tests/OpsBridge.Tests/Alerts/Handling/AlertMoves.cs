using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Handling;

/// <summary>Makes every move of the life cycle happen to an alert, as operators, clock and sources do it.</summary>
internal sealed class AlertMoves
{
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private static readonly FlapRule s_rule = new(3, TimeSpan.FromMinutes(15));
    private static readonly Labels s_identity = Labels.Of(("name", "disk"));

    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The alert.</summary>
    public Alert Alert { get; } = Alert.Raise(Signal(AlertSeverity.Warning, Noon), null, s_rule);

    /// <summary>Time; each move takes a minute.</summary>
    public DateTimeOffset Now { get; private set; } = Noon;

    // Of what the source said and an operator judged: what is worse or milder must be so by both.
    private AlertSeverity Worst => Alert.Severity > Alert.ReportedSeverity ? Alert.Severity : Alert.ReportedSeverity;

    private AlertSeverity Mildest => Alert.Severity < Alert.ReportedSeverity ? Alert.Severity : Alert.ReportedSeverity;

    /// <summary>Does it; null when it was done, else why not. Outcomes of sources and clock are never refused.</summary>
    public Refusal? Do(AlertMove move, int variant = 0)
    {
        Now += TimeSpan.FromMinutes(1);
        if (Verb(move, variant) is { } verb)
        {
            return (Alert.Handle(verb, "because", s_ann, Now) as AlertOutcome.Refused)?.Why;
        }

        switch (move)
        {
            case AlertMove.AcknowledgementEnds:
                Alert.EndAcknowledgement(Now + (variant % 2 == 0 ? TimeSpan.FromDays(1) : TimeSpan.Zero));
                break;
            case AlertMove.ShelfEnds:
                Alert.EndShelf(Now + (variant % 2 == 0 ? TimeSpan.FromDays(1) : TimeSpan.Zero));
                break;
            case AlertMove.Settles:
                if (Alert.Settle(s_rule, Now + TimeSpan.FromHours(variant % 2)))
                {
                    Alert.ReleaseHeld(Now);
                }

                break;
            default:
                Report(move);
                break;
        }

        return null;
    }

    /// <summary>What the source says; returns what it did.</summary>
    public SignalOutcome Report(AlertMove move) => Alert.Take(Said(move), s_rule);

    private AlertSignal Said(AlertMove move) => move switch
    {
        AlertMove.Fires => Signal(Alert.ReportedSeverity, Now),
        AlertMove.Worsens => Signal(Next(Worst, 1), Now),
        AlertMove.Eases => Signal(Next(Mildest, -1), Now),
        AlertMove.Clears => Signal(Alert.ReportedSeverity, Now) with { Firing = false },
        AlertMove.Hides => Signal(Alert.ReportedSeverity, Now) with { HiddenBecause = "core-sw is down" },
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };

    public static bool IsSource(AlertMove move) => move is AlertMove.Fires or AlertMove.Worsens or AlertMove.Eases or AlertMove.Clears or AlertMove.Hides;

    private AlertVerb? Verb(AlertMove move, int variant) => move switch
    {
        AlertMove.Acknowledge => (variant % 3) switch
        {
            0 => new AlertVerb.Acknowledge(),
            1 => new AlertVerb.Acknowledge(AcknowledgementKind.Sticky),
            _ => new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, Now.AddMinutes(5)),
        },
        AlertMove.Unacknowledge => new AlertVerb.Unacknowledge(),
        AlertMove.Take => new AlertVerb.Take(),
        AlertMove.Give => new AlertVerb.Give(Guid.CreateVersion7()) { Name = "Bob" },
        AlertMove.Pool => new AlertVerb.Pool(),
        AlertMove.Rerank => new AlertVerb.Rerank((AlertSeverity)(variant % 4)),
        AlertMove.Shelve => variant % 2 == 0 ? new AlertVerb.Shelve(ShelfKind.UntilTime, Now.AddMinutes(5)) : new AlertVerb.Shelve(ShelfKind.UntilClear),
        AlertMove.Unshelve => new AlertVerb.Unshelve(),
        AlertMove.Note => new AlertVerb.Note(),
        AlertMove.Link => new AlertVerb.Link("ticket", $"https://tickets.example/{variant}"),
        AlertMove.Close => new AlertVerb.Close(),
        _ => null,
    };

    private static AlertSeverity Next(AlertSeverity severity, int step) => (AlertSeverity)Math.Clamp((int)severity + step, 0, (int)AlertSeverity.Critical);

    private static AlertSignal Signal(AlertSeverity severity, DateTimeOffset at) => new(s_identity, true, severity, "disk full", at) { Source = "outside" };
}
