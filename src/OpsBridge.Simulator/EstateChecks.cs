namespace OpsBridge.Simulator;

/// <summary>The checks that an asset of each kind gets.</summary>
internal static class EstateChecks
{
    private static readonly EstateThreshold[] s_power = [new("load_percent", "%", "80", "90"), new("battery_minutes", "min", "15:", "8:")];
    private static readonly EstateThreshold[] s_air = [new("supply_air_celsius", "Cel", "27", "32"), new("fan_percent", "%", "85", "95")];

    // Latency limits leave room for a busy laptop, except where the story needs them: the stock query.
    public static IReadOnlyList<EstateCheck> For(IEnumerable<EstateAsset> assets) => [.. assets.SelectMany(Of)];

    private static IEnumerable<EstateCheck> Of(EstateAsset asset) => asset.Kind switch
    {
        EstateAssetKind.NetworkSwitch => [Tcp(asset, "Management port", "SSH-2.0-", 5, 1000, 4000)],
        EstateAssetKind.Router => [Tcp(asset, "Uplink", "GlobalMart store", 15, 1500, 5000)],
        EstateAssetKind.Database => [Tcp(asset, "Listener", "GMDB", 10, 1000, 4000)],
        EstateAssetKind.LoadBalancer =>
        [
            Http(asset, "Stock query", "/stock", 5, 800, 2000),
            Http(asset, "Balancer alive", "/health", 10, 1500, 5000),
        ],
        EstateAssetKind.PaymentGateway =>
        [
            Http(asset, "Authorise", "/authorise", 10, 1500, 5000) with { AcceptsSelfSigned = true },
            new EstateCheck(asset.Name, "Certificate", EstateCheckKind.Tls, asset.Name, "", "", TimeSpan.FromSeconds(30),
                [new EstateThreshold("certificate_days", "d", "14:", "3:")]) { AcceptsSelfSigned = true },
        ],
        EstateAssetKind.PowerSupply => [Sensors(asset, "Load and battery", s_power)],
        EstateAssetKind.CoolingUnit => [Sensors(asset, "Air", s_air)],
        EstateAssetKind.ScheduledProgram =>
        [
            new EstateCheck(asset.Name, "Heartbeat", EstateCheckKind.Heartbeat, asset.Name, "", "", TimeSpan.FromSeconds(10), []),
        ],
        _ when asset.Site == GlobalMartEstate.Recovery => [Http(asset, "Alive", "/health", 30, 1500, 5000)],
        _ when asset.Tags.Contains("web") =>
        [
            Http(asset, "Front page", "/", 10, 1500, 5000),
            Http(asset, "Stock query", "/stock", 15, 800, 2000),
        ],
        _ =>
        [
            Http(asset, "Alive", "/health", 10, 1500, 5000),
            Http(asset, "Stock query", "/stock", 15, 800, 2000),
        ],
    };

    private static EstateCheck Tcp(EstateAsset asset, string name, string expect, int seconds, int warning, int critical) =>
        new(asset.Name, name, EstateCheckKind.Tcp, asset.Name, "", expect, TimeSpan.FromSeconds(seconds), [Latency(warning, critical)]);

    private static EstateCheck Http(EstateAsset asset, string name, string path, int seconds, int warning, int critical) =>
        new(asset.Name, name, EstateCheckKind.Http, asset.Name, path, "", TimeSpan.FromSeconds(seconds), [Latency(warning, critical)]);

    private static EstateCheck Sensors(EstateAsset asset, string name, params EstateThreshold[] thresholds) =>
        new(asset.Name, name, EstateCheckKind.Http, asset.Name, "/status", "", TimeSpan.FromSeconds(10), thresholds);

    private static EstateThreshold Latency(int warning, int critical) =>
        new("latency", "ms", $"{warning}", $"{critical}");
}
