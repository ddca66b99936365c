namespace OpsBridge.Monitoring;

/// <summary>One thing that is checked on one asset, again and again.</summary>
public sealed class Check
{
    private Check()
    {
    }

    /// <summary>Time-ordered key; also the seed of the check's place on the time grid.</summary>
    public Guid Id { get; private init; }

    /// <summary>The asset it is on.</summary>
    public Guid AssetId { get; private init; }

    /// <summary>Unique per asset, 1 to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What is done.</summary>
    public ProbeSettings Settings { get; private set; } = null!;

    /// <summary>Time between two runs.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>Time between two runs while a problem is soft.</summary>
    public TimeSpan RetryInterval { get; private set; }

    /// <summary>The longest a run may take.</summary>
    public TimeSpan Timeout { get; private set; }

    /// <summary>Bad results in a row until a problem is hard.</summary>
    public int MaxAttempts { get; private set; }

    /// <summary>Whether flapping is looked for.</summary>
    public bool DetectFlapping { get; private set; }

    /// <summary>Limits on metrics.</summary>
    public IReadOnlyList<MetricThreshold> Thresholds { get; private set; } = [];

    /// <summary>False while an admin has switched it off.</summary>
    public bool Enabled { get; private set; } = true;

    /// <summary>SHA-256 of the token in a heartbeat's URL; null for other kinds.</summary>
    public byte[]? HeartbeatTokenHash { get; private set; }

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>How results are judged.</summary>
    public CheckPolicy Policy => new(MaxAttempts, DetectFlapping);

    /// <summary>A new check from valid values (see <see cref="CheckDetails.Validate"/>).</summary>
    public static Check Create(Guid assetId, CheckDetails details)
    {
        var check = new Check { Id = Guid.CreateVersion7(), AssetId = assetId };
        check.Change(details);
        return check;
    }

    /// <summary>Takes over valid values.</summary>
    public void Change(CheckDetails details)
    {
        Name = details.Name.Trim();
        Settings = details.Settings;
        Interval = details.Interval;
        RetryInterval = details.RetryInterval;
        Timeout = details.Timeout;
        MaxAttempts = details.MaxAttempts;
        DetectFlapping = details.DetectFlapping;
        Thresholds = details.Thresholds;
        Enabled = details.Enabled;
        if (details.Settings is not HeartbeatSettings)
        {
            HeartbeatTokenHash = null;
        }
    }

    /// <summary>Everything an admin said about it.</summary>
    public CheckDetails ToDetails() => new(Name, Settings)
    {
        Interval = Interval,
        RetryInterval = RetryInterval,
        Timeout = Timeout,
        MaxAttempts = MaxAttempts,
        DetectFlapping = DetectFlapping,
        Thresholds = Thresholds,
        Enabled = Enabled,
    };

    /// <summary>Switches it on or off; false when it already was.</summary>
    public bool Switch(bool enabled)
    {
        var changes = Enabled != enabled;
        Enabled = enabled;
        return changes;
    }

    /// <summary>Takes a new heartbeat token; the old one is void.</summary>
    public void SetHeartbeatToken(byte[] hash) => HeartbeatTokenHash = hash;
}
