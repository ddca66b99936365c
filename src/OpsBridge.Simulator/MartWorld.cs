namespace OpsBridge.Simulator;

/// <summary>Everything that is played, without the sockets: nodes, faults, pool, load, script and logs.</summary>
internal sealed class MartWorld : IDisposable
{
    public MartWorld(GlobalMartOptions options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
        Estate = GlobalMartEstate.Create();
        Nodes = new NodeDirectory(Estate);
        Logs = new NodeLogs(clock);
        Noise = new Noise(options.Seed);
        Load = new InventoryLoad(clock, () => Pool.Members.Count(Nodes.IsServing), options.TimeScale);
        Faults = new FaultDesk(Nodes, Load, Logs);
        Incident = new PeakIncident(clock, Load, EditPool, options.TimeScale);
        LogVolumes = new LogVolumes(clock, key => Load.Read().Utilisation > 1 && Pool.Members.Contains(key) && Nodes.IsServing(key), options.TimeScale);
        Routine = new RoutineLog(clock, Pool, Load, Logs);
        Inventory = new InventoryService(Nodes, Pool, Load, Noise, Logs, clock);
        Sensors = new SensorService(Load, Noise);
    }

    public GlobalMartOptions Options { get; }

    public TimeProvider Clock { get; }

    public GlobalMartEstate Estate { get; }

    public NodeDirectory Nodes { get; }

    public NodeLogs Logs { get; }

    public Noise Noise { get; }

    public BalancerPool Pool { get; } = new();

    public InventoryLoad Load { get; }

    public LogVolumes LogVolumes { get; }

    public FaultDesk Faults { get; }

    public PeakIncident Incident { get; }

    public InventoryService Inventory { get; }

    public SensorService Sensors { get; }

    private RoutineLog Routine { get; }

    /// <summary>Somebody sets the pool; a full one answers the incident.</summary>
    public PoolOutcome SetPool(IReadOnlyList<string>? members, string by)
    {
        var outcome = EditPool(members, by);
        if (outcome is PoolOutcome.Applied applied)
        {
            Incident.PoolWasSet(applied.Members);
        }

        return outcome;
    }

    /// <summary>Takes every fault off and makes the pool whole.</summary>
    public async Task HealAllAsync(CancellationToken ct)
    {
        await Faults.HealAllAsync(ct);
        SetPool(GlobalMartEstate.FullPool, "control page");
    }

    public void Dispose()
    {
        Routine.Dispose();
        Incident.Dispose();
        Inventory.Dispose();
        Faults.Dispose();
    }

    private PoolOutcome EditPool(IReadOnlyList<string>? members, string by)
    {
        Load.Read();
        var before = Pool.Members;
        var outcome = Pool.Set(members);
        if (outcome is PoolOutcome.Applied applied && !before.SequenceEqual(applied.Members))
        {
            Logs.Warn(
                GlobalMartEstate.LoadBalancerKey,
                $"haproxy: config reload by {by}, pool inv: {applied.Members.Count} servers (was {before.Count}): {string.Join(' ', applied.Members)}");
        }

        return outcome;
    }
}
