using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class ReachabilityTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);
    private readonly World _world = new();

    [Fact]
    public void One_way_in_that_works_is_enough()
    {
        _world.Asset("web", "isp-a", "isp-b");
        _world.GoesDown("isp-a", 0);

        Assert.Null(Find("web"));

        _world.GoesDown("isp-b", 60);
        Assert.Equal(new Cut(World.Noon.AddSeconds(60), _world.Asset("isp-b")), Find("web")); // the one that closed the last way
    }

    [Fact]
    public void The_topmost_failed_ancestor_is_the_root_through_ancestors_that_nobody_measures()
    {
        _world.Asset("web", "rack-sw");
        _world.Asset("rack-sw", "dist-sw");
        _world.Asset("dist-sw", "core-sw");
        _world.GoesDown("core-sw", 5);

        Assert.Equal(new Cut(World.Noon.AddSeconds(5), _world.Asset("core-sw")), Find("web"));
        Assert.Null(Find("core-sw"));
    }

    [Fact]
    public void A_parent_that_had_failed_long_before_stays_the_root_of_its_own_outage()
    {
        _world.Asset("web", "rack-sw");
        _world.Asset("rack-sw", "core-sw");
        _world.GoesDown("rack-sw", 0);
        _world.GoesDown("core-sw", 3600);

        Assert.Equal(_world.Asset("rack-sw"), Find("web")!.Root);

        _world.GoesDown("core-sw", 300); // within the window: the parent's failure was the first sign of it
        Assert.Equal(new Cut(World.Noon, _world.Asset("core-sw")), Find("web"));
    }

    [Fact]
    public void An_asset_that_answered_since_is_not_cut_off_and_neither_is_what_lies_behind_it()
    {
        _world.Asset("db", "web");
        _world.Asset("web", "core-sw");
        _world.GoesDown("core-sw", 0);
        _world.Reached[_world.Asset("web")] = World.Noon.AddSeconds(-1);
        Assert.NotNull(Find("db"));

        _world.Reached[_world.Asset("web")] = World.Noon.AddSeconds(1);

        Assert.Null(Find("web"));
        Assert.Null(Find("db"));
    }

    [Fact]
    public void Relations_in_a_circle_end_and_a_chain_of_ten_thousand_does_not_overflow()
    {
        _world.Asset("a", "b");
        _world.Asset("b", "a");
        _world.GoesDown("b", 0);
        Assert.NotNull(Find("a"));
        var chain = Enumerable.Range(0, 10_000).Select(_ => Guid.CreateVersion7()).ToList();
        var parents = chain.Zip(chain.Skip(1)).ToLookup(p => p.First, p => p.Second);

        var ways = new Reachability(parents, new Dictionary<Guid, DateTimeOffset> { [chain[^1]] = World.Noon }, new Dictionary<Guid, DateTimeOffset>(), s_window);

        Assert.Equal(chain[^1], ways.Find(chain[0])!.Root);
    }

    [Fact]
    public void Agrees_with_the_plain_definition_on_every_estate() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var world = new World();
        for (var i = 0; i < 8; i++)
        {
            world.Asset($"n{i}", [.. Enumerable.Range(0, i).Where(_ => dice.Chance(30)).Select(p => $"n{p}")]);
            if (dice.Chance(35))
            {
                world.GoesDown($"n{i}", dice.Next(2000));
            }
        }

        var facts = world.Facts;
        var cut = new HashSet<Guid>();
        bool grew;
        do
        {
            grew = facts.Parents.Any(g => g.All(p => facts.Down.ContainsKey(p) || cut.Contains(p)) && cut.Add(g.Key));
        }
        while (grew);

        var ways = new Reachability(facts.Parents, facts.Down, facts.Reached, s_window);
        return Enumerable.Range(0, 8).Select(i => world.Asset($"n{i}")).All(asset =>
            (ways.Find(asset) is not null) == cut.Contains(asset)
            && (ways.Find(asset) is not { } found || (facts.Down.ContainsKey(found.Root) && found.Since >= facts.Down.Values.Min())));
    }).QuickCheckThrowOnFailure();

    private Cut? Find(string asset) => new Reachability(_world.Facts.Parents, _world.Down, _world.Reached, s_window).Find(_world.Asset(asset));
}
