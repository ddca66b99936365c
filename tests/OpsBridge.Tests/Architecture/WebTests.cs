using OpsBridge.Hosting;
using Planted.Pages;
using Xunit;

namespace OpsBridge.Architecture;

public sealed class WebTests
{
    [Fact]
    public void Every_page_has_a_policy() => Verdict.Clean("page policy", WebRules.Guarded(Codebase.Web));

    [Fact]
    public void A_page_without_a_policy_or_opened_again_is_seen() => Assert.Equal(
        ["Planted.Pages.NakedPage", "Planted.Pages.ContradictoryPage"],
        WebRules.Guarded(Codebase.Planted("Pages")).Select(v => v.Subject));

    [Fact]
    public void Every_endpoint_has_a_policy() =>
        Verdict.Clean("endpoint policy", EndpointCatalog.Guarded(EndpointCatalog.Of(typeof(OpsBridgeHost).Assembly.GetTypes())));

    [Fact]
    public void An_endpoint_without_a_policy_is_seen() =>
        Assert.Equal("GET /planted/open", Assert.Single(EndpointCatalog.Guarded(EndpointCatalog.Of([typeof(PlantedEndpoints)]))).Subject);

    [Fact]
    public void Endpoints_are_mapped_where_the_list_of_routes_finds_them() =>
        Verdict.Clean("endpoints in Map…", WebRules.MappedWhereSeen(Codebase.Web));

    [Fact]
    public void An_endpoint_mapped_elsewhere_is_seen() =>
        Assert.Equal("Planted.Pages.HiddenRoutes", Assert.Single(WebRules.MappedWhereSeen(Codebase.Planted("Pages"))).Subject);

    [Fact]
    public void Components_stop_listening_when_they_go() => Verdict.Clean("stops listening", WebRules.StopsListening(Codebase.Web));

    [Fact]
    public void A_component_that_listens_for_ever_is_seen() =>
        Assert.Equal("Planted.Pages.LeakyPanel", Assert.Single(WebRules.StopsListening(Codebase.Planted("Pages"))).Subject);
}
