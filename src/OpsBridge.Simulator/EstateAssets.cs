namespace OpsBridge.Simulator;

/// <summary>The asset list of GlobalMart, site by site, parents first.</summary>
internal static class EstateAssets
{
    /// <summary>The eight stores.</summary>
    public static IReadOnlyList<Store> Stores { get; } =
    [
        new("0101", "Zurich Oerlikon", "Europe/Zurich"),
        new("0204", "Bern", "Europe/Zurich"),
        new("0317", "Munich", "Europe/Berlin"),
        new("0412", "Vienna", "Europe/Vienna"),
        new("0528", "Milan", "Europe/Rome"),
        new("0633", "Lyon", "Europe/Paris"),
        new("0742", "London", "Europe/London"),
        new("0871", "Winterthur", "Europe/Zurich"),
    ];

    public static IReadOnlyList<EstateAsset> All() => [.. Zurich(), .. Frankfurt(), .. Recovery(), .. Stores.Select(Router)];

    private static IEnumerable<EstateAsset> Zurich()
    {
        const string site = GlobalMartEstate.Zurich;
        yield return Switch("zrh-core-sw", site, EstateCriticality.Critical);
        yield return new EstateAsset(
            GlobalMartEstate.LoadBalancerKey, EstateAssetKind.LoadBalancer, site, ["inventory", "edge"], EstateCriticality.Critical, "Network",
            ["zrh-core-sw"], "Balances all inventory requests over six application servers (pool \"inv\"). Pool edits need a change record.");
        yield return Web("inv-web-01", site, GlobalMartEstate.LoadBalancerKey);
        yield return Web("inv-web-02", site, GlobalMartEstate.LoadBalancerKey);
        yield return App("inv-app-01", site, "inv-web-01", "inv-web-02");
        yield return App("inv-app-02", site, "inv-web-01", "inv-web-02");
        yield return App("inv-app-03", site, "inv-web-01", "inv-web-02");
        yield return Database(GlobalMartEstate.DatabaseKey, site, "zrh-core-sw", EstateCriticality.Critical, "Primary inventory database.");
        yield return Payment("pay-gw-01", site, "zrh-core-sw", "Card payments, active side.");
        yield return Power("ups-a", site, "zrh-core-sw", "Feeds rows 1 to 8 of room Z1.");
        yield return Cooling("crac-a", site, "zrh-core-sw", "Cools room Z1; carries the room alone up to 80 % load.");
        yield return Program("stock-sync", site, "zrh-core-sw", "Copies store stock into the inventory every ten seconds.");
        yield return Program("backup-agent", site, "zrh-core-sw", "Agent that runs the backups of inv-db-01; reports that it lives.");
    }

    private static IEnumerable<EstateAsset> Frankfurt()
    {
        const string site = GlobalMartEstate.Frankfurt;
        yield return Switch("fra-core-sw", site, EstateCriticality.Critical);
        yield return Web("inv-web-03", site, "fra-core-sw");
        yield return Web("inv-web-04", site, "fra-core-sw");
        yield return App("inv-app-04", site, "inv-web-03", "inv-web-04");
        yield return App("inv-app-05", site, "inv-web-03", "inv-web-04");
        yield return App("inv-app-06", site, "inv-web-03", "inv-web-04");
        yield return Database("inv-db-02", site, "fra-core-sw", EstateCriticality.High, "Streaming replica of inv-db-01.");
        yield return Payment("pay-gw-02", site, "fra-core-sw", "Card payments, standby side. Its certificate is renewed by hand.");
        yield return Power("ups-b", site, "fra-core-sw", "Feeds rows 1 to 6 of room F2.");
        yield return Cooling("crac-b", site, "fra-core-sw", "Cools room F2.");
        yield return Program("price-feed", site, "fra-core-sw", "Sends price changes to the stores.");
    }

    private static IEnumerable<EstateAsset> Recovery()
    {
        const string site = GlobalMartEstate.Recovery;
        yield return Switch("rec-core-sw", site, EstateCriticality.Medium);
        yield return new EstateAsset(
            "rec-app-01", EstateAssetKind.Server, site, ["inventory", "app", "recovery"], EstateCriticality.Medium, "Inventory", ["rec-core-sw"],
            "Idle until recovery is declared; then takes the inventory traffic.");
        yield return Database("rec-db-01", site, "rec-core-sw", EstateCriticality.Medium, "Restored nightly from the last good backup.");
    }

    private static EstateAsset Switch(string name, string site, EstateCriticality criticality) =>
        new(name, EstateAssetKind.NetworkSwitch, site, ["network", "core"], criticality, "Network", [],
            "Core switch: everything at this site is reached through it.");

    private static EstateAsset Web(string name, string site, string parent) =>
        new(name, EstateAssetKind.Server, site, ["inventory", "web"], EstateCriticality.High, "Inventory", [parent],
            "Front end of the inventory service; any two of four carry the peak.");

    private static EstateAsset App(string name, string site, params string[] parents) =>
        new(name, EstateAssetKind.Server, site, ["inventory", "app"], EstateCriticality.High, "Inventory", parents,
            "Member of pool \"inv\"; one member carries 100 requests/s.");

    private static EstateAsset Database(string name, string site, string parent, EstateCriticality criticality, string notes) =>
        new(name, EstateAssetKind.Database, site, ["inventory", "db"], criticality, "Databases", [parent], notes);

    private static EstateAsset Payment(string name, string site, string parent, string notes) =>
        new(name, EstateAssetKind.PaymentGateway, site, ["payments", "pci"], EstateCriticality.Critical, "Payments", [parent], notes);

    private static EstateAsset Power(string name, string site, string parent, string notes) =>
        new(name, EstateAssetKind.PowerSupply, site, ["facilities", "power"], EstateCriticality.High, "Facilities", [parent], notes);

    private static EstateAsset Cooling(string name, string site, string parent, string notes) =>
        new(name, EstateAssetKind.CoolingUnit, site, ["facilities", "cooling"], EstateCriticality.High, "Facilities", [parent], notes);

    private static EstateAsset Program(string name, string site, string parent, string notes) =>
        new(name, EstateAssetKind.ScheduledProgram, site, ["batch"], EstateCriticality.Medium, "Inventory", [parent], notes);

    private static EstateAsset Router(Store store) =>
        new($"store-{store.Number}-rt", EstateAssetKind.Router, $"Store {store.Number}", ["store", "network"], EstateCriticality.Medium, "Stores", [],
            $"Uplink of the shop in {store.Town}; LTE is the fallback.");
}

/// <summary>A shop.</summary>
/// <param name="Number">Four digits.</param>
/// <param name="Town">Where it is.</param>
/// <param name="TimeZone">IANA time zone id.</param>
internal sealed record Store(string Number, string Town, string TimeZone);
