namespace OpsBridge.Jobs.Pings;

/// <summary>One ping as it was kept. Never changed; dropped with its day.</summary>
public sealed class Ping
{
    /// <summary>Longest <see cref="UserAgent"/>, in characters; longer ones are cut.</summary>
    public const int MaxUserAgent = 200;

    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>Its number among the job's pings, 1 for the first.</summary>
    public long Number { get; init; }

    /// <summary>When it came (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What it said, as it was understood.</summary>
    public PingKind Kind { get; init; }

    /// <summary>Exit code in its address.</summary>
    public int? ExitCode { get; init; }

    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>http or https.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Address of the sender.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>What the sender called itself.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The sender's own id of the run.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Time since the start that belongs to it; null where none is known or it is 72 h or more ago.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The first bytes of its body; null for none.</summary>
    public byte[]? Body { get; init; }
}
