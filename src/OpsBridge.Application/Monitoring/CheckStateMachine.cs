using System.Globalization;

namespace OpsBridge.Monitoring;

/// <summary>
/// Soft and hard states, flapping, reachability and silence, as a pure function from state and result to state.
/// Rules as in Icinga 2, with two choices: a good result settles at once, and a good result of a check whose parent is
/// down counts as good (it was reached), while a bad one only says "unreachable because …".
/// </summary>
public static class CheckStateMachine
{
    /// <summary>Takes a result measured at <paramref name="at"/>. Results older than the last one taken change nothing.</summary>
    /// <param name="state">State so far.</param>
    /// <param name="result">Status after thresholds.</param>
    /// <param name="at">When the result was measured.</param>
    /// <param name="policy">Attempts and flapping limits.</param>
    /// <param name="downParent">Name of a parent that is hard down; null when all parents are up.</param>
    public static StateStep Apply(CheckRuntimeState state, CheckStatus result, DateTimeOffset at, CheckPolicy policy, string? downParent)
    {
        if (state.LastResultAt is { } last && at < last)
        {
            return new StateStep(state, []);
        }

        if (downParent is not null && result != CheckStatus.Ok)
        {
            return Unreachable(state with { LastResultAt = at }, downParent, at);
        }

        var changes = new List<StateTransition>(1);
        var next = result == CheckStatus.Ok ? Good(state, at, changes) : Bad(state, result, at, policy, changes);
        next = Flap(state, next with { LastResultAt = at, LastMeasured = result }, at, policy, changes);
        return new StateStep(next, changes.Count == 0 ? [] : changes);
    }

    /// <summary>
    /// A parent went hard down at <paramref name="at"/>, possibly after this check had alerted already: a problem here is
    /// demoted to unreachable. A check that is good, or unreachable for the same reason, stays as it is.
    /// </summary>
    public static StateStep ParentWentDown(CheckRuntimeState state, string parent, DateTimeOffset at) =>
        state.Class is CheckStateClass.Pending || state.Status == CheckStatus.Ok ? new StateStep(state, []) : Unreachable(state, parent, at);

    /// <summary>
    /// No heartbeat came in time. The state is hard at once, because the time to live is the patience already.
    /// The reason is "no data since" the last heartbeat, or since the check was made.
    /// </summary>
    public static StateStep Silence(CheckRuntimeState state, DateTimeOffset at, string? downParent)
    {
        if (downParent is not null)
        {
            return Unreachable(state, downParent, at);
        }

        if (state.Class == CheckStateClass.NoData)
        {
            return new StateStep(state, []);
        }

        var lastSeen = state.LastResultAt ?? state.Since;
        var because = string.Create(CultureInfo.InvariantCulture, $"no data since {lastSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        var next = state with
        {
            Class = CheckStateClass.NoData,
            Status = CheckStatus.Unknown,
            IsHard = true,
            Attempt = 1,
            HardStatus = CheckStatus.Unknown,
            Since = at,
            Because = because,
        };
        return new StateStep(next, [new StateTransition(TransitionKind.LostData, state.Status, CheckStatus.Unknown, at, because)]);
    }

    private static CheckRuntimeState Good(CheckRuntimeState state, DateTimeOffset at, List<StateTransition> changes)
    {
        var wasGood = state is { Class: CheckStateClass.Measured, Status: CheckStatus.Ok };
        if (!wasGood)
        {
            var kind = state switch
            {
                { Class: CheckStateClass.Pending } => TransitionKind.FirstOk,
                { HardStatus: not CheckStatus.Ok } => TransitionKind.HardRecovery,
                { Class: CheckStateClass.Unreachable } => TransitionKind.ReachableAgain,
                _ => TransitionKind.SoftRecovery,
            };
            changes.Add(new StateTransition(kind, state.Status, CheckStatus.Ok, at));
        }

        return state with
        {
            Class = CheckStateClass.Measured,
            Status = CheckStatus.Ok,
            IsHard = true,
            Attempt = 0,
            HardStatus = CheckStatus.Ok,
            Since = wasGood ? state.Since : at,
            Because = null,
        };
    }

    private static CheckRuntimeState Bad(CheckRuntimeState state, CheckStatus result, DateTimeOffset at, CheckPolicy policy, List<StateTransition> changes)
    {
        var continues = state is { Class: CheckStateClass.Measured, Status: not CheckStatus.Ok };
        var attempt = Math.Min(continues ? state.Attempt + 1 : 1, policy.MaxAttempts);
        var hard = (continues && state.IsHard) || attempt >= policy.MaxAttempts;
        if (state.Class == CheckStateClass.Unreachable)
        {
            changes.Add(new StateTransition(TransitionKind.ReachableAgain, state.Status, result, at));
        }

        if (!continues || state.Status != result || state.IsHard != hard)
        {
            changes.Add(new StateTransition(BadKind(state, continues, hard), state.Status, result, at));
        }

        return state with
        {
            Class = CheckStateClass.Measured,
            Status = result,
            IsHard = hard,
            Attempt = attempt,
            HardStatus = hard ? result : state.HardStatus,
            Since = continues && state.Status == result ? state.Since : at,
            Because = null,
        };
    }

    private static TransitionKind BadKind(CheckRuntimeState state, bool continues, bool hard)
    {
        if (!hard)
        {
            return TransitionKind.SoftProblem;
        }

        return continues && state.IsHard ? TransitionKind.HardChange : TransitionKind.HardProblem;
    }

    private static StateStep Unreachable(CheckRuntimeState state, string parent, DateTimeOffset at)
    {
        if (state.Class == CheckStateClass.Unreachable)
        {
            return new StateStep(state with { Because = parent }, []);
        }

        var next = state with
        {
            Class = CheckStateClass.Unreachable,
            Status = CheckStatus.Unknown,
            IsHard = false,
            Attempt = 0,
            HardStatus = CheckStatus.Ok,
            Since = at,
            Because = parent,
        };
        return new StateStep(next, [new StateTransition(TransitionKind.BecameUnreachable, state.Status, CheckStatus.Unknown, at, parent)]);
    }

    private static CheckRuntimeState Flap(CheckRuntimeState before, CheckRuntimeState next, DateTimeOffset at, CheckPolicy policy, List<StateTransition> changes)
    {
        var changed = before.Class != CheckStateClass.Pending && before.LastMeasured != next.LastMeasured;
        next = next with { History = before.History.Add(changed) };
        var percent = next.History.Percent;
        var flapping = policy.DetectFlapping && (before.Flapping ? percent > policy.FlapLeave : percent > policy.FlapEnter);
        if (flapping != before.Flapping)
        {
            var kind = flapping ? TransitionKind.FlappingStarted : TransitionKind.FlappingEnded;
            changes.Add(new StateTransition(kind, before.Status, next.Status, at));
        }

        return next with { Flapping = flapping };
    }
}
