using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class RuleOfferTests
{
    [Fact]
    public void The_offer_names_both_sorts_and_asks_for_what_all_share()
    {
        var offer = RuleOffer.From(
            Labels.Of(("alertname", "PowerFeedLost"), ("site", "zrh"), ("row", "B"), ("asset", "pdu-b"), ("severity", "critical")),
            [
                Labels.Of(("alertname", "PsuLost"), ("site", "zrh"), ("row", "B"), ("asset", "srv-1"), ("severity", "critical")),
                Labels.Of(("alertname", "HostDown"), ("site", "zrh"), ("row", "B"), ("asset", "srv-2"), ("severity", "critical")),
            ])!;

        Assert.Equal("{alertname=\"PowerFeedLost\"}", offer.Cause);
        Assert.Equal("{alertname=~\"HostDown|PsuLost\"}", offer.Symptom);
        Assert.Equal(["row", "site"], offer.EqualLabels);
        Assert.Equal("PowerFeedLost explains HostDown and 1 more", offer.Name);
    }

    [Fact]
    public void Checks_of_one_sort_are_told_apart_by_the_asset_that_failed()
    {
        var offer = RuleOffer.From(
            Labels.Of(("alertname", "CheckFailed"), ("check", "Ping"), ("kind", "ping"), ("asset", "core-sw"), ("site", "zrh")),
            [Labels.Of(("alertname", "CheckFailed"), ("check", "Ping"), ("kind", "ping"), ("asset", "web-1"), ("site", "zrh"))])!;

        Assert.Contains("asset=\"core-sw\"", offer.Cause, StringComparison.Ordinal);
        Assert.Equal(["site"], offer.EqualLabels);
    }

    [Fact]
    public void Nothing_is_offered_where_the_labels_say_nothing()
    {
        Assert.Null(RuleOffer.From(Labels.Of(("a", "1")), [Labels.Of(("b", "2"))]));
    }

    [Fact]
    public void What_is_offered_can_be_stored_and_does_what_the_operator_did() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var world = new World();
        var count = 2 + dice.Next(4);
        for (long id = 1; id <= count; id++)
        {
            world.Alert(id, null, labels: [.. Random(dice), ("id", $"{id}")]);
        }

        var offer = RuleOffer.From(world.Row(1).Labels, [.. world.Alerts.Skip(1).Select(a => a.Labels)]);
        if (offer is null)
        {
            return;
        }

        Assert.Empty(offer.Validate());
        world.Rules.Add(offer);
        world.Keep();
        Assert.All(world.Alerts.Skip(1), a => Assert.Equal(1, a.CauseId));
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<(string, string)> Random(Dice dice)
    {
        foreach (var name in (string[])["alertname", "check", "kind", "asset", "site", "odd"])
        {
            if (dice.Chance(60))
            {
                yield return (name, ((string[])["a", "b c", "d|e", "f\"g", "(h"])[dice.Next(5)]);
            }
        }
    }
}
