using System.Globalization;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Handling;

/// <summary>Steps of alerts as the timeline tells them.</summary>
internal static class AlertHappenings
{
    public static Happening Of(Alert alert, AlertTransition step)
    {
        var (verb, words) = Words(step);
        return new Happening($"alert.{verb}", alert.Id.ToString(CultureInfo.InvariantCulture), $"{words}: {alert.Summary}")
        {
            AssetId = alert.AssetId,
            Before = Changed(step.Before, step.After),
            After = Changed(step.After, step.Before),
            Why = step.Why,
        };
    }

    /// <summary>Last part of the kind, and the beginning of the sentence.</summary>
    private static (string Verb, string Words) Words(AlertTransition step) => step.Kind switch
    {
        AlertTransitionKind.Acknowledged => ("acknowledged", "acknowledged"),
        AlertTransitionKind.Unacknowledged => ("unacknowledged", "took the acknowledgement back"),
        AlertTransitionKind.AcknowledgementExpired => ("expired", "the acknowledgement ran out"),
        AlertTransitionKind.Taken => ("taken", "took"),
        AlertTransitionKind.Given => ("given", $"gave to {step.After.Owner}"),
        AlertTransitionKind.Pooled => ("pooled", "gave back to the pool"),
        AlertTransitionKind.Reranked => ("reranked", $"judged {step.After.Severity}"),
        AlertTransitionKind.Shelved => ("shelved", "shelved"),
        AlertTransitionKind.Unshelved => ("unshelved", "took from the shelf"),
        AlertTransitionKind.ShelfEnded => ("unshelved", "came back from the shelf"),
        AlertTransitionKind.Noted => ("noted", "noted on"),
        AlertTransitionKind.Linked => ("linked", "linked"),
        AlertTransitionKind.Closed => ("closed", "closed"),
        AlertTransitionKind.Undone => ("undone", "took the last step back"),
        AlertTransitionKind.FlappingStarted => ("flapping", "comes and goes too often"),
        AlertTransitionKind.FlappingEnded => ("settled", "was quiet, flips count again"),
        AlertTransitionKind.Cleared => ("cleared", "cleared, not yet seen by an operator"),
        AlertTransitionKind.ClearedAndClosed => ("closed", "cleared and closed"),
        var other => (other.ToString().ToLowerInvariant(), other.ToString()),
    };

    /// <summary>What of a standing differs from the other one; null when nothing does.</summary>
    private static Dictionary<string, object?>? Changed(AlertStanding one, AlertStanding other)
    {
        var changed = new Dictionary<string, object?>(StringComparer.Ordinal);
        void Compare<T>(string name, T mine, T theirs)
        {
            if (!EqualityComparer<T>.Default.Equals(mine, theirs))
            {
                changed[name] = mine is Enum ? mine.ToString() : mine;
            }
        }

        Compare("State", one.State, other.State);
        Compare("Severity", one.Severity, other.Severity);
        Compare("Owner", one.Owner, other.Owner);
        Compare("AcknowledgedBy", one.AcknowledgedBy, other.AcknowledgedBy);
        Compare("ShelvedUntil", one.ShelvedUntil, other.ShelvedUntil);
        Compare("Cause", one.CauseId, other.CauseId);
        Compare("Ending", one.Ending?.ToString(), other.Ending?.ToString());
        return changed.Count == 0 ? null : changed;
    }
}
