namespace OpsBridge.Jobs.Pings;

/// <summary>A ping as it came in. Everything in it is somebody else's text.</summary>
/// <param name="Kind">What its address says; an exit code above 0 is a failure.</param>
public sealed record IncomingPing(PingKind Kind)
{
    /// <summary>Exit code in its address, 0 to 255.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The sender's own id of the run, which pairs start and end.</summary>
    public Guid? RunId { get; init; }

    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>http or https.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>Address of the sender.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>What the sender calls itself.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The first bytes of its body, already cut.</summary>
    public byte[] Body { get; init; } = [];
}

/// <summary>For whom a ping is.</summary>
public abstract record PingTarget
{
    /// <summary>By the id in its address, which is the whole proof.</summary>
    /// <param name="Code">The id.</param>
    public sealed record ByCode(Guid Code) : PingTarget;

    /// <summary>By a ping key and the slug of the job.</summary>
    /// <param name="Key">The key's text.</param>
    /// <param name="Slug">Lower-case slug.</param>
    /// <param name="Create">Makes the job when there is none.</param>
    public sealed record BySlug(string Key, string Slug, bool Create) : PingTarget
    {
        /// <summary>Names no secret.</summary>
        public override string ToString() => $"{nameof(BySlug)} {Slug}";
    }
}
