using Xunit;

namespace OpsBridge.Monitoring;

public sealed class CheckStateMachineTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CheckPolicy _policy = new(DetectFlapping: false);
    private CheckRuntimeState _state = CheckRuntimeState.Pending(s_start);
    private DateTimeOffset _now = s_start;

    [Fact]
    public void The_first_good_result_is_no_recovery() => Assert.Equal([TransitionKind.FirstOk], Take(CheckStatus.Ok));

    [Fact]
    public void A_problem_is_soft_until_the_attempts_are_used_up()
    {
        Take(CheckStatus.Ok);
        Assert.Equal([TransitionKind.SoftProblem], Take(CheckStatus.Critical));
        Assert.True(_state.WantsRetry);
        Assert.Equal([], Take(CheckStatus.Critical));
        Assert.False(_state.IsHardProblem);
        Assert.Equal([TransitionKind.HardProblem], Take(CheckStatus.Critical));
        Assert.True(_state.IsHardProblem);
        Assert.False(_state.WantsRetry);
        Assert.Equal([], Take(CheckStatus.Critical));
        Assert.Equal(3, _state.Attempt);
    }

    [Fact]
    public void Attempts_count_on_when_the_bad_status_changes()
    {
        Take(CheckStatus.Ok);
        Take(CheckStatus.Warning);
        Assert.Equal([TransitionKind.SoftProblem], Take(CheckStatus.Critical));
        Assert.Equal([TransitionKind.HardProblem], Take(CheckStatus.Warning));
    }

    [Fact]
    public void A_soft_problem_that_goes_away_tells_nobody()
    {
        Take(CheckStatus.Ok);
        Take(CheckStatus.Critical);
        Assert.Equal([TransitionKind.SoftRecovery], Take(CheckStatus.Ok));
        Assert.Equal(0, _state.Attempt);
    }

    [Fact]
    public void A_hard_problem_changes_and_recovers()
    {
        Hard(CheckStatus.Warning);
        Assert.Equal([TransitionKind.HardChange], Take(CheckStatus.Critical));
        Assert.Equal([TransitionKind.HardRecovery], Take(CheckStatus.Ok));
        Assert.Equal(_now, _state.Since);
    }

    [Fact]
    public void One_attempt_makes_a_problem_hard_at_once() =>
        Assert.Equal([TransitionKind.HardProblem], Take(CheckStatus.Critical, _policy with { MaxAttempts = 1 }));

    [Fact]
    public void A_result_older_than_the_last_is_passed_over()
    {
        Hard(CheckStatus.Critical);
        var step = CheckStateMachine.Apply(_state, CheckStatus.Ok, _now.AddSeconds(-1), _policy, null);
        Assert.Equal(_state, step.State);
        Assert.Empty(step.Transitions);
    }

    [Fact]
    public void A_bad_result_under_a_down_parent_is_unreachable_and_never_an_alert()
    {
        Take(CheckStatus.Ok);
        for (var i = 0; i < 5; i++)
        {
            Take(CheckStatus.Critical, parent: "router-7");
        }

        Assert.Equal((CheckStateClass.Unreachable, CheckStatus.Unknown, "router-7"), (_state.Class, _state.Status, _state.Because));
        Assert.False(_state.IsHardProblem);
    }

    [Fact]
    public void Becoming_unreachable_is_told_once()
    {
        Take(CheckStatus.Ok);
        Assert.Equal([TransitionKind.BecameUnreachable], Take(CheckStatus.Critical, parent: "router-7"));
        Assert.Equal([], Take(CheckStatus.Critical, parent: "router-8"));
        Assert.Equal("router-8", _state.Because);
    }

    [Fact]
    public void A_hard_problem_is_demoted_when_its_parent_goes_down_later()
    {
        Hard(CheckStatus.Critical);
        var step = CheckStateMachine.ParentWentDown(_state, "router-7", _now.AddSeconds(90));
        Assert.Equal(TransitionKind.BecameUnreachable, Assert.Single(step.Transitions).Kind);
        Assert.False(step.State.IsHardProblem);
    }

    [Fact]
    public void A_good_check_stays_good_when_its_parent_goes_down()
    {
        Take(CheckStatus.Ok);
        Assert.Empty(CheckStateMachine.ParentWentDown(_state, "router-7", _now).Transitions);
    }

    [Fact]
    public void After_the_parent_is_back_a_problem_is_counted_from_the_first_attempt()
    {
        Take(CheckStatus.Ok);
        Take(CheckStatus.Critical, parent: "router-7");
        Assert.Equal([TransitionKind.ReachableAgain, TransitionKind.SoftProblem], Take(CheckStatus.Critical));
        Assert.Equal(1, _state.Attempt);
        Take(CheckStatus.Critical);
        Assert.Equal([TransitionKind.HardProblem], Take(CheckStatus.Critical));
    }

    [Fact]
    public void Silence_is_unknown_with_its_own_class_and_the_time_of_the_last_data()
    {
        Take(CheckStatus.Ok);
        var step = CheckStateMachine.Silence(_state, _now.AddHours(1), null);
        Assert.Equal((CheckStateClass.NoData, CheckStatus.Unknown), (step.State.Class, step.State.Status));
        Assert.Equal("no data since 2026-03-01 12:01:00 UTC", step.State.Because);
        Assert.True(step.State.IsHardProblem);
        Assert.Empty(CheckStateMachine.Silence(step.State, _now.AddHours(2), null).Transitions);
    }

    [Fact]
    public void A_heartbeat_ends_the_silence()
    {
        _state = CheckStateMachine.Silence(_state, _now, null).State;
        Assert.Equal([TransitionKind.HardRecovery], Take(CheckStatus.Ok));
    }

    [Fact]
    public void Flapping_starts_above_thirty_percent_and_ends_at_twenty_five()
    {
        var policy = new CheckPolicy(MaxAttempts: 1);
        Take(CheckStatus.Ok, policy);
        var flips = 0;
        while (!_state.Flapping)
        {
            Take(_state.Status == CheckStatus.Ok ? CheckStatus.Critical : CheckStatus.Ok, policy);
            flips++;
        }

        // Six newest changes weigh 1.2 … 1.09 and give 34 %, five give 29 %.
        Assert.Equal(6, flips);
        while (_state.Flapping)
        {
            Assert.True(_state.History.Percent > 25);
            Take(_state.Status, policy);
        }

        Assert.InRange(_state.History.Percent, 20, 25);
    }

    [Fact]
    public void Twenty_changes_weigh_one_hundred_percent()
    {
        var history = default(FlapHistory);
        for (var i = 0; i < 25; i++)
        {
            history = history.Add(changed: true);
        }

        Assert.Equal(100, history.Percent, 6);
    }

    private void Hard(CheckStatus status)
    {
        Take(CheckStatus.Ok);
        for (var i = 0; i < _policy.MaxAttempts; i++)
        {
            Take(status);
        }
    }

    private IEnumerable<TransitionKind> Take(CheckStatus status, CheckPolicy? policy = null, string? parent = null)
    {
        _now = _now.AddMinutes(1);
        var step = CheckStateMachine.Apply(_state, status, _now, policy ?? _policy, parent);
        _state = step.State;
        return step.Transitions.Select(t => t.Kind);
    }
}
