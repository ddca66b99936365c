using OpsBridge.Alerts.History;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>Steps in the life of an alert in words.</summary>
internal static class StepWords
{
    /// <summary>Whether a person did it, so that the name matters.</summary>
    public static bool IsPerson(AlertTransition step) => step.ActorId is not null && step.Kind is >= AlertTransitionKind.Acknowledged;

    /// <summary>What was done, after the name of who did it: "acknowledged it".</summary>
    public static string Verb(AlertTransition step) => step.Kind switch
    {
        AlertTransitionKind.Worsened => $"worse: {step.After.Severity}",
        AlertTransitionKind.Eased => $"milder: {step.After.Severity}",
        AlertTransitionKind.CameBack => "came back",
        AlertTransitionKind.Hidden => "hidden: its cause is elsewhere",
        AlertTransitionKind.Cleared => $"{Ending(step.After.Ending)}, seen by nobody yet",
        AlertTransitionKind.ClearedAndClosed => $"{Ending(step.After.Ending)}, closed",
        AlertTransitionKind.FlappingStarted => "comes and goes too often: held open until it is quiet",
        AlertTransitionKind.FlappingEnded => "quiet again: no longer held open",
        AlertTransitionKind.BecameSymptom => $"ranked as a symptom of #{step.After.CauseId}",
        AlertTransitionKind.BecameCause => "stands for itself again",
        AlertTransitionKind.Acknowledged when step.After.State == AlertState.Closed => "acknowledged it, which closed it",
        AlertTransitionKind.Acknowledged => "acknowledged it",
        AlertTransitionKind.Unacknowledged => "took the acknowledgement back",
        AlertTransitionKind.AcknowledgementExpired => "the acknowledgement ran out",
        AlertTransitionKind.Taken => "took it",
        AlertTransitionKind.Given => $"gave it to {step.After.Owner}",
        AlertTransitionKind.Pooled => "returned it to the pool",
        AlertTransitionKind.Reranked => $"judged it {step.After.Severity}",
        AlertTransitionKind.Shelved => "put it aside",
        AlertTransitionKind.Unshelved => "took it from the shelf",
        AlertTransitionKind.ShelfEnded when step.After.State == AlertState.Closed => "the shelf ended; the condition was gone, so it closed",
        AlertTransitionKind.ShelfEnded => "came back from the shelf",
        AlertTransitionKind.Noted => "noted",
        AlertTransitionKind.Linked => "linked",
        AlertTransitionKind.Closed => "closed it",
        AlertTransitionKind.SourceDied => "its source is silent: whether it still holds is not known",
        AlertTransitionKind.SourceSpoke => "its source is heard again",
        AlertTransitionKind.Undone => "took the last step back",
        _ => step.Kind.ToString(),
    };

    /// <summary>"State Unacknowledged → Acknowledged, Owner – → operator1"; "" when nothing that is shown changed.</summary>
    public static string Changes(AlertTransition step, ViewerTime time)
    {
        var (before, after) = (step.Before, step.After);
        var parts = new List<string>(3);
        void Compare(string name, string? was, string? now)
        {
            if (was != now)
            {
                parts.Add($"{name} {was ?? "–"} → {now ?? "–"}");
            }
        }

        Compare("State", State(before.State), State(after.State));
        Compare("Severity", before.Severity.ToString(), after.Severity.ToString());
        Compare("Owner", before.Owner, after.Owner);
        Compare("Acknowledged by", before.AcknowledgedBy, after.AcknowledgedBy);
        Compare("Shelved until", Time(before.ShelvedUntil, time), Time(after.ShelvedUntil, time));
        Compare("Symptom of", Number(before.CauseId), Number(after.CauseId));
        return string.Join(", ", parts);
    }

    /// <summary>How the condition ended.</summary>
    public static string Ending(AlertEnding? ending) => ending switch
    {
        AlertEnding.TimedOut => "timed out: the source did not report it again",
        AlertEnding.SourceDead => "its source is silent; the condition may still hold",
        AlertEnding.ByOperator => "ended by an operator",
        _ => "resolved by its source",
    };

    /// <summary>A state in words.</summary>
    public static string State(AlertState state) => state switch
    {
        AlertState.ReturnedUnacknowledged => "Gone, unseen",
        AlertState.Suppressed => "Hidden",
        _ => state.ToString(),
    };

    /// <summary>How it began.</summary>
    public static string Raised(AlertLife life) => $"raised as {life.RaisedSeverity} by {life.Source}";

    private static string? Time(DateTimeOffset? at, ViewerTime time) => at is { } some ? time.Show(some) : null;

    private static string? Number(long? id) => id is { } some ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{some}") : null;
}
