namespace OpsBridge.Simulator;

/// <summary>
/// The whole of GlobalMart as data: two data centres, a recovery site, eight stores. It depends on nothing, so that the console can turn it into
/// its own sites, assets and checks. Lists are in the order in which they can be created: parents come before children.
/// </summary>
/// <param name="Sites">Every site.</param>
/// <param name="Assets">Every monitored asset.</param>
/// <param name="Checks">Every check.</param>
/// <param name="Nodes">Every node that the simulator plays; each has the name of an asset.</param>
public sealed record GlobalMartEstate(
    IReadOnlyList<EstateSite> Sites,
    IReadOnlyList<EstateAsset> Assets,
    IReadOnlyList<EstateCheck> Checks,
    IReadOnlyList<EstateNode> Nodes)
{
    internal const string Zurich = "Zurich DC";
    internal const string Frankfurt = "Frankfurt DC";
    internal const string Recovery = "Recovery site";
    internal const string LoadBalancerKey = "inv-lb-01";
    internal const string DatabaseKey = "inv-db-01";

    /// <summary>The application servers that belong in the pool of <c>inv-lb-01</c> when nobody has misconfigured it.</summary>
    public static IReadOnlyList<string> FullPool { get; } =
        ["inv-app-01", "inv-app-02", "inv-app-03", "inv-app-04", "inv-app-05", "inv-app-06"];

    /// <summary>Builds the estate; every call gives an equal description.</summary>
    public static GlobalMartEstate Create()
    {
        var assets = EstateAssets.All();
        return new GlobalMartEstate(EstateSites(), assets, EstateChecks.For(assets), EstateNodes(assets));
    }

    private static EstateSite[] EstateSites() =>
    [
        new(Zurich, EstateSiteKind.DataCentre, "Europe/Zurich", "Main data centre: inventory balancer, primary inventory database."),
        new(Frankfurt, EstateSiteKind.DataCentre, "Europe/Berlin", "Second data centre: half of the inventory servers, replica database."),
        new(Recovery, EstateSiteKind.RecoverySite, "Europe/Zurich", "Cold standby in Lausanne; takes over inventory within four hours."),
        .. EstateAssets.Stores.Select(store => new EstateSite(
            $"Store {store.Number}", EstateSiteKind.Store, store.TimeZone, $"Shop in {store.Town}; opens 08:00 local time.")),
    ];

    private static EstateNode[] EstateNodes(IReadOnlyList<EstateAsset> assets)
    {
        var listening = assets.Where(a => a.Kind != EstateAssetKind.ScheduledProgram)
            .Select((asset, offset) => new EstateNode(asset.Name, asset.Site, RoleOf(asset), offset, UplinkOf(asset)));
        var silent = assets.Where(a => a.Kind == EstateAssetKind.ScheduledProgram)
            .Select(asset => new EstateNode(asset.Name, asset.Site, NodeRole.Heartbeat, null, UplinkOf(asset)));
        return [.. listening, .. silent];
    }

    private static NodeRole RoleOf(EstateAsset asset) => asset.Kind switch
    {
        EstateAssetKind.NetworkSwitch => NodeRole.CoreSwitch,
        EstateAssetKind.Router => NodeRole.StoreRouter,
        EstateAssetKind.LoadBalancer => NodeRole.LoadBalancer,
        EstateAssetKind.Database => NodeRole.Database,
        EstateAssetKind.PaymentGateway => NodeRole.Payment,
        EstateAssetKind.PowerSupply or EstateAssetKind.CoolingUnit => NodeRole.Sensor,
        _ when asset.Site == Recovery => NodeRole.RecoveryApp,
        _ when asset.Tags.Contains("web") => NodeRole.Web,
        _ => NodeRole.App,
    };

    private static string? UplinkOf(EstateAsset asset) => asset.Site switch
    {
        _ when asset.Kind == EstateAssetKind.NetworkSwitch => null,
        Zurich => "zrh-core-sw",
        Frankfurt => "fra-core-sw",
        Recovery => "rec-core-sw",
        _ => null,
    };
}
