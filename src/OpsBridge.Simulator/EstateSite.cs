namespace OpsBridge.Simulator;

/// <summary>What a site of GlobalMart is used for.</summary>
public enum EstateSiteKind
{
    /// <summary>Computer rooms that carry production.</summary>
    DataCentre,

    /// <summary>Rooms that carry production only after a declared recovery.</summary>
    RecoverySite,

    /// <summary>A shop with a router and tills.</summary>
    Store,
}

/// <summary>What an asset of GlobalMart is.</summary>
public enum EstateAssetKind
{
    /// <summary>A core switch: everything of its site is reached through it.</summary>
    NetworkSwitch,

    /// <summary>A store's uplink router.</summary>
    Router,

    /// <summary>The inventory load balancer.</summary>
    LoadBalancer,

    /// <summary>A web or application server.</summary>
    Server,

    /// <summary>A database server.</summary>
    Database,

    /// <summary>A card payment gateway.</summary>
    PaymentGateway,

    /// <summary>An uninterruptible power supply.</summary>
    PowerSupply,

    /// <summary>A computer room air conditioning unit.</summary>
    CoolingUnit,

    /// <summary>A recurring program that reports by heartbeat and listens on no port.</summary>
    ScheduledProgram,
}

/// <summary>How much business depends on an asset, least first.</summary>
public enum EstateCriticality
{
    /// <summary>Nobody notices within a day.</summary>
    Low,

    /// <summary>One store or one spare is affected.</summary>
    Medium,

    /// <summary>A service loses redundancy or speed.</summary>
    High,

    /// <summary>Sales stop.</summary>
    Critical,
}

/// <summary>How a check looks at its node.</summary>
public enum EstateCheckKind
{
    /// <summary>Connect, and read the banner when <see cref="EstateCheck.Expect"/> is given.</summary>
    Tcp,

    /// <summary>GET the path; 2xx is good.</summary>
    Http,

    /// <summary>TLS handshake; measures the days the certificate is still valid.</summary>
    Tls,

    /// <summary>The node reports by itself; silence longer than two intervals is bad.</summary>
    Heartbeat,
}

/// <summary>What a simulated node does on its port.</summary>
public enum NodeRole
{
    /// <summary>TCP with an SSH-like banner; when it is down, every node that has it as uplink is cut off.</summary>
    CoreSwitch,

    /// <summary>TCP with a router's login banner.</summary>
    StoreRouter,

    /// <summary>TCP with the database's banner.</summary>
    Database,

    /// <summary>HTTP: hands each request to a web server and a pool member.</summary>
    LoadBalancer,

    /// <summary>HTTP: forwards <c>/stock</c> to an application server.</summary>
    Web,

    /// <summary>HTTP: answers <c>/stock</c> after a look at the inventory database.</summary>
    App,

    /// <summary>HTTPS: answers <c>/authorise</c>.</summary>
    Payment,

    /// <summary>HTTP: the idle application server of the recovery site.</summary>
    RecoveryApp,

    /// <summary>HTTP: sensor readings as JSON and as plain text.</summary>
    Sensor,

    /// <summary>No port: posts heartbeats to where <see cref="GlobalMart.SendHeartbeatsTo"/> says.</summary>
    Heartbeat,
}

/// <summary>A place of GlobalMart.</summary>
/// <param name="Name">Unique name, such as <c>Zurich DC</c>.</param>
/// <param name="Kind">What it is used for.</param>
/// <param name="TimeZone">IANA time zone id.</param>
/// <param name="Notes">One sentence for the operator.</param>
public sealed record EstateSite(string Name, EstateSiteKind Kind, string TimeZone, string Notes);

/// <summary>Something that is monitored.</summary>
/// <param name="Name">Unique host-like name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Site">Name of its site.</param>
/// <param name="Tags">Lower-case words for filters.</param>
/// <param name="Criticality">How much business depends on it.</param>
/// <param name="OwnerTeam">The team that is called.</param>
/// <param name="Parents">Names of the assets through which it is reached, unreachable when all of them are down; none for a root.</param>
/// <param name="Notes">What the operator should know.</param>
public sealed record EstateAsset(
    string Name,
    EstateAssetKind Kind,
    string Site,
    IReadOnlyList<string> Tags,
    EstateCriticality Criticality,
    string OwnerTeam,
    IReadOnlyList<string> Parents,
    string Notes);

/// <summary>Limits of one measured value.</summary>
/// <param name="Metric">Name of the value: <c>latency</c>, <c>certificate_days</c>, or a property of the sensor's JSON.</param>
/// <param name="Unit">Unit of the value, such as <c>ms</c>, <c>d</c>, <c>%</c>, <c>Cel</c>.</param>
/// <param name="Warning">Nagios range (Monitoring Plugins Development Guidelines, "Threshold and Ranges"): a value outside warns.</param>
/// <param name="Critical">Nagios range: a value outside is critical.</param>
public sealed record EstateThreshold(string Metric, string Unit, string Warning, string Critical);

/// <summary>A check of one asset.</summary>
/// <param name="Asset">Name of the asset.</param>
/// <param name="Name">Name, unique within the asset.</param>
/// <param name="Kind">How the node is looked at.</param>
/// <param name="Node">Key of the node; its port is in <see cref="GlobalMart.Nodes"/>.</param>
/// <param name="Path">Path and query of an HTTP check; empty for the other kinds.</param>
/// <param name="Expect">Text that the banner or body begins with or contains; empty when any will do.</param>
/// <param name="Interval">Time between two looks, 5 to 30 s.</param>
/// <param name="Thresholds">Limits, one per metric; empty when only the state counts.</param>
public sealed record EstateCheck(
    string Asset,
    string Name,
    EstateCheckKind Kind,
    string Node,
    string Path,
    string Expect,
    TimeSpan Interval,
    IReadOnlyList<EstateThreshold> Thresholds)
{
    /// <summary>True when the node's certificate is self-signed, so that an HTTPS check must not ask for a trusted chain.</summary>
    public bool AcceptsSelfSigned { get; init; }
}

/// <summary>A node that the simulator plays.</summary>
/// <param name="Key">Key, the name of its asset.</param>
/// <param name="Site">Name of its site.</param>
/// <param name="Role">What it does.</param>
/// <param name="PortOffset">Added to <see cref="GlobalMartOptions.BasePort"/>; null for a node without a port.</param>
/// <param name="Uplink">Key of the core switch through which it is reached; null when there is none.</param>
public sealed record EstateNode(string Key, string Site, NodeRole Role, int? PortOffset, string? Uplink)
{
    /// <summary><c>tcp</c>, <c>http</c>, <c>https</c> or <c>heartbeat</c>.</summary>
    public string Scheme => Role switch
    {
        NodeRole.CoreSwitch or NodeRole.StoreRouter or NodeRole.Database => "tcp",
        NodeRole.Payment => "https",
        NodeRole.Heartbeat => "heartbeat",
        _ => "http",
    };
}
