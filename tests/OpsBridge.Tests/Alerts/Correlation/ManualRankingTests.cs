using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class ManualRankingTests
{
    private readonly World _world = new();

    public ManualRankingTests()
    {
        foreach (var id in Enumerable.Range(1, 6))
        {
            _world.Alert(id, null);
        }
    }

    [Fact]
    public void Ranking_under_a_symptom_means_under_its_cause()
    {
        _world.Rank(1, 2);

        var done = Assert.IsType<RankResult.Done>(_world.Rank(2, 3));

        Assert.Equal((1L, 1L), (done.CauseId!.Value, _world.Of(3).Cause!.Value));
        Assert.Equal(2, _world.Words[3]); // what was said is kept, for when 2 stands for itself again
        _world.Alone(2);
        Assert.Equal(2, _world.Of(3).Cause);
    }

    [Fact]
    public void Ranking_a_cause_takes_its_symptoms_along()
    {
        _world.Rank(1, 2, 3);

        var done = Assert.IsType<RankResult.Done>(_world.Rank(4, 1));

        Assert.Equal([1], done.Ranked);
        Assert.Equal([2, 3], done.Followed);
        Assert.Equal([4, 4, 4], new[] { 1, 2, 3 }.Select(i => _world.Of(i).Cause));
    }

    [Fact]
    public void A_cause_ranked_under_its_own_symptom_changes_places_with_it()
    {
        _world.Rank(1, 2, 3);

        _world.Rank(2, 1);

        Assert.Equal((null, SymptomOrigin.Operator), _world.Of(2));
        Assert.Equal(2, _world.Of(1).Cause);
        Assert.Equal(2, _world.Of(3).Cause);
        Assert.Equal(0, _world.Keep());
    }

    [Fact]
    public void What_cannot_be_ranked_is_named_and_the_rest_is_ranked()
    {
        _world.Change(2, r => r with { State = AlertState.Closed });
        _world.Rank(1, 3);

        var done = Assert.IsType<RankResult.Done>(_world.Rank(1, 1, 2, 3, 4, 99));

        Assert.Equal([4], done.Ranked);
        Assert.Equal(
            [new(1, RankRefusalReason.Itself), new(2, RankRefusalReason.Closed), new(3, RankRefusalReason.Already), new(99, RankRefusalReason.NotFound)],
            done.Left.OrderBy(l => l.AlertId));
        Assert.IsType<RankResult.Nothing>(_world.Rank(1, 3, 4));
        Assert.IsType<RankResult.CauseClosed>(_world.Rank(2, 3));
        Assert.IsType<RankResult.CauseNotFound>(_world.Rank(99, 3));
    }

    [Fact]
    public void Standing_alone_is_said_once()
    {
        Assert.IsType<RankResult.Done>(_world.Alone(1));
        Assert.Equal((null, SymptomOrigin.Operator), _world.Of(1));
        Assert.IsType<RankResult.Nothing>(_world.Alone(1));
    }
}
