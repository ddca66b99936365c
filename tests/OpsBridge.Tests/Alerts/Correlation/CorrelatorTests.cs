using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class CorrelatorTests
{
    private const int Core = 1;
    private const int Web = 2;
    private readonly World _world = new();

    [Fact]
    public void A_child_that_alerted_first_is_demoted_when_its_parent_fails_ninety_seconds_later()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Web, "web");
        Assert.Equal(0, _world.Keep());
        Assert.True(_world.Row(Web).Unhandled);

        _world.Alert(Core, "core-sw", 90, AlertSeverity.Critical, check: true);
        _world.GoesDown("core-sw", 90);
        _world.Keep();

        Assert.Equal((Core, SymptomOrigin.Parent), _world.Of(Web));
        Assert.False(_world.Row(Web).Unhandled);
        Assert.True(_world.Row(Core).Unhandled);
        Assert.Equal(0, _world.Keep());
    }

    [Fact]
    public void A_trouble_much_older_than_the_outage_stands_for_itself()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Web, "web", -601);
        _world.Alert(3, "web", -599);
        _world.Alert(Core, "core-sw", 0, check: true);
        _world.GoesDown("core-sw", 0);

        _world.Keep();

        Assert.Equal((null, null), _world.Of(Web));
        Assert.Equal((Core, SymptomOrigin.Parent), _world.Of(3));
    }

    [Fact]
    public void A_trouble_that_was_over_before_the_outage_stands_for_itself()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Web, "web", -100);
        _world.Change(Web, r => r with { State = AlertState.ReturnedUnacknowledged, ClearedAt = World.Noon.AddSeconds(-1) });
        _world.Alert(Core, "core-sw", 0, check: true);
        _world.GoesDown("core-sw", 0);

        Assert.Equal(0, _world.Keep());
    }

    [Fact]
    public void Symptoms_stand_for_themselves_again_when_the_path_comes_back_or_the_cause_closes()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Web, "web");
        _world.Alert(Core, "core-sw", 0, check: true);
        _world.GoesDown("core-sw", 0);
        _world.Keep();

        _world.Down.Clear(); // back, and its alert not yet closed
        Assert.Equal(1, _world.Keep());
        Assert.True(_world.Row(Web).Unhandled);

        _world.GoesDown("core-sw", 0);
        _world.Keep();
        _world.Close(Core);
        Assert.Equal(1, _world.Keep());
        Assert.True(_world.Row(Web).Unhandled);
    }

    [Fact]
    public void An_outside_source_may_say_that_an_asset_is_down_unless_our_own_eyes_saw_it_since()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Web, "web", 30);
        _world.Alert(Core, "core-sw", 60, labels: ("alertname", "InstanceDown"));
        _world.Keep();
        Assert.Equal((Core, SymptomOrigin.Parent), _world.Of(Web));

        _world.Reached[_world.Asset("core-sw")] = World.Noon.AddSeconds(61);
        _world.Keep();

        Assert.Equal((null, null), _world.Of(Web));
    }

    [Fact]
    public void Of_several_alerts_on_the_failed_asset_the_worst_and_then_the_earliest_is_the_cause()
    {
        _world.Asset("web", "core-sw");
        _world.GoesDown("core-sw", 0);
        _world.Alert(11, "core-sw", 5, AlertSeverity.Major, check: true);
        _world.Alert(12, "core-sw", 9, AlertSeverity.Critical, check: true);
        _world.Alert(13, "core-sw", 7, AlertSeverity.Critical, check: true);
        _world.Alert(Web, "web");

        _world.Keep();

        Assert.Equal(13, _world.Of(Web).Cause);
    }

    [Fact]
    public void An_operators_word_wins_over_parents_and_rules_and_ends_with_the_cause()
    {
        _world.Asset("web", "core-sw");
        _world.Alert(Core, "core-sw", 0, check: true);
        _world.Alert(Web, "web");
        _world.Alert(3, "web", 1);
        _world.Alert(4, null);
        _world.GoesDown("core-sw", 0);
        _world.Alone(Web);
        _world.Rank(4, 3);

        Assert.Equal(0, _world.Keep());
        Assert.Equal((null, SymptomOrigin.Operator), _world.Of(Web));
        Assert.Equal((4, SymptomOrigin.Operator), _world.Of(3));

        _world.Close(4);
        _world.Keep();
        Assert.Equal((Core, SymptomOrigin.Parent), _world.Of(3)); // the word was about alert 4
    }

    [Fact]
    public void A_cause_that_becomes_a_symptom_takes_its_symptoms_along_and_gets_them_back()
    {
        _world.Asset("rack-sw", "core-sw");
        _world.Alert(Core, "core-sw", 0, check: true);
        _world.Alert(Web, "rack-sw");
        _world.Alert(3, null);
        _world.Rank(Web, 3);
        _world.GoesDown("core-sw", 0);

        _world.Keep();
        Assert.Equal((Core, SymptomOrigin.Operator), _world.Of(3));

        _world.Down.Clear();
        _world.Keep();
        Assert.Equal((Web, SymptomOrigin.Operator), _world.Of(3));
        Assert.Equal((null, null), _world.Of(Web));
    }

    [Fact]
    public void Any_order_of_arrival_ends_in_the_same_picture() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var plan = Generated.Estate(dice);
        var together = Generated.Build(plan);
        together.Keep();

        var oneByOne = new World();
        plan.Relations(oneByOne);
        foreach (var arrival in dice.Shuffled(plan.Arrivals))
        {
            arrival(oneByOne);
            oneByOne.Keep();
        }

        Assert.Equal(Picture(together), Picture(oneByOne));
        Assert.Equal(0, oneByOne.Keep());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void There_is_never_a_circle_nor_a_symptom_of_a_symptom_whatever_operators_do() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var world = Generated.Build(Generated.Estate(dice));
        for (var i = 0; i < 12; i++)
        {
            Generated.OperatorsMove(dice, world);
            world.Keep();
            if (!world.Alerts.TrueForAll(a => a.CauseId is not { } cause || world.Row(cause).CauseId is null) || world.Keep() > 0)
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_an_operator_does_needs_no_correction_where_only_operators_rank() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var world = new World();
        foreach (var id in Enumerable.Range(1, 7))
        {
            world.Alert(id, null);
        }

        return Enumerable.Range(0, 12).All(_ =>
        {
            Generated.OperatorsMove(dice, world);
            return world.Keep() == 0;
        });
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<string> Picture(World world) => world.Alerts.OrderBy(a => a.Id).Select(a => $"{a.Id} {a.CauseId} {a.CauseFrom}");
}
