namespace OpsBridge.Simulator;

/// <summary>One running node: what it is, and what is wrong with it.</summary>
internal sealed class Node(EstateNode spec, IReadOnlyList<SensorSpec> sensors)
{
    private NodeFault _fault = NodeFault.None;
    private volatile bool _cutOff;

    public string Key => spec.Key;

    public EstateNode Spec => spec;

    public NodeRole Role => spec.Role;

    /// <summary>The sensor values of a sensor node; empty for others.</summary>
    public IReadOnlyList<SensorSpec> Sensors => sensors;

    /// <summary>The port's listener; null for a heartbeat node and before the start.</summary>
    public GatedListener? Listener { get; set; }

    public NodeFault Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    /// <summary>True while the core switch before it is down.</summary>
    public bool CutOff
    {
        get => _cutOff;
        set => _cutOff = value;
    }

    /// <summary>True when it listens, or would if it had a port.</summary>
    public bool Reachable => !CutOff && Fault.Kind != FaultKind.Down;

    /// <summary>True when it also answers.</summary>
    public bool Serving => Reachable && Fault.Kind != FaultKind.Hang;

    /// <summary>Loopback address of a path, for calls from node to node.</summary>
    public Uri At(string path) => new($"http://127.0.0.1:{Listener?.Port ?? 0}{path}");
}

/// <summary>Every node by key.</summary>
internal sealed class NodeDirectory(GlobalMartEstate estate)
{
    private readonly Dictionary<string, Node> _nodes =
        estate.Nodes.ToDictionary(n => n.Key, n => new Node(n, SensorSpec.For(n.Key)), StringComparer.Ordinal);

    public IEnumerable<Node> All => estate.Nodes.Select(n => _nodes[n.Key]);

    public Node? Find(string key) => _nodes.GetValueOrDefault(key);

    public bool IsServing(string key) => Find(key) is { Serving: true };

    public IReadOnlyList<string> WithRole(NodeRole role) => [.. estate.Nodes.Where(n => n.Role == role).Select(n => n.Key)];
}
