using Xunit;

namespace OpsBridge.Simulator;

public sealed class GlobalMartEstateTests
{
    private readonly GlobalMartEstate _estate = GlobalMartEstate.Create();

    [Fact]
    public void The_estate_has_the_promised_size()
    {
        Assert.Equal(11, _estate.Sites.Count);
        Assert.Equal(35, _estate.Assets.Count);
        Assert.Equal(48, _estate.Checks.Count);
    }

    [Fact]
    public void Every_name_is_unique_and_every_reference_is_to_something_listed_before()
    {
        var sites = _estate.Sites.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var asset in _estate.Assets)
        {
            Assert.Contains(asset.Site, sites);
            Assert.All(asset.Parents, parent => Assert.Contains(parent, known));
            Assert.True(known.Add(asset.Name), asset.Name);
        }

        Assert.Equal(_estate.Assets.Count, _estate.Nodes.Select(n => n.Key).Intersect(known, StringComparer.Ordinal).Count());
        Assert.Equal(_estate.Checks.Count, _estate.Checks.Select(c => (c.Asset, c.Name)).Distinct().Count());
        Assert.All(_estate.Nodes.Select(n => n.Uplink).OfType<string>(), uplink => Assert.Contains(uplink, known));
    }

    [Fact]
    public void Every_check_looks_at_a_node_every_5_to_30_seconds_and_every_asset_has_one()
    {
        var keys = _estate.Nodes.Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        Assert.All(_estate.Checks, check =>
        {
            Assert.Contains(check.Node, keys);
            Assert.InRange(check.Interval, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        });
        Assert.Equal(_estate.Assets.Count, _estate.Checks.Select(c => c.Asset).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_site_has_a_time_zone_that_exists() =>
        Assert.All(_estate.Sites, site => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out _), site.TimeZone));

    [Fact]
    public void Ports_follow_the_base_port_without_a_gap()
    {
        var offsets = _estate.Nodes.Select(n => n.PortOffset).OfType<int>().ToList();
        Assert.Equal(Enumerable.Range(0, offsets.Count), offsets);
        Assert.All(_estate.Nodes.Where(n => n.PortOffset is null), n => Assert.Equal("heartbeat", n.Scheme));
    }
}
