using System.Security.Cryptography;

namespace OpsBridge.Jobs.Pings;

/// <summary>A job that runs elsewhere and reports in by pings; it is missing when it does not.</summary>
public sealed partial class ReportedJob
{
    private ReportedJob()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The id in its ping address: 122 random bits (RFC 9562, version 4), a secret of those who may report for it.</summary>
    public Guid Code { get; private set; }

    /// <summary>Everything that was said about it last.</summary>
    public ReportedJobDetails Details { get; private set; } = null!;

    /// <summary>The slug in <see cref="Details"/>, for the search by it.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>The grace in <see cref="Details"/>, for the worker's search.</summary>
    public TimeSpan Grace { get; private set; }

    /// <summary>The asset in <see cref="Details"/>.</summary>
    public Guid? AssetId { get; private set; }

    /// <summary>Number of its version, 1 for the first; pings do not count.</summary>
    public int Revision { get; private set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Where it stands.</summary>
    public ReportedJobState State { get; private set; }

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>Why it came into its state.</summary>
    public FlipReason? Reason { get; private set; }

    /// <summary>Pings so far, all kinds.</summary>
    public long PingCount { get; private set; }

    /// <summary>Changes of state so far.</summary>
    public long FlipCount { get; private set; }

    /// <summary>Its last success or failure (UTC).</summary>
    public DateTimeOffset? LastPingAt { get; private set; }

    /// <summary>What that was.</summary>
    public PingKind? LastPingKind { get; private set; }

    /// <summary>Exit code of it.</summary>
    public int? LastExitCode { get; private set; }

    /// <summary>Since when a run is under way (UTC); null when none is known.</summary>
    public DateTimeOffset? LastStartAt { get; private set; }

    /// <summary>The sender's id of that run.</summary>
    public Guid? LastStartRunId { get; private set; }

    /// <summary>Duration of the last run whose start and end are known.</summary>
    public TimeSpan? LastDuration { get; private set; }

    /// <summary>The last durations in milliseconds, oldest first, at most 30.</summary>
    public long[] Durations { get; private set; } = [];

    /// <summary>Expectations count from here on (UTC) after a pause; null for a job that was never heard.</summary>
    public DateTimeOffset? WatchedFrom { get; private set; }

    /// <summary>When the worker has to look at it again (UTC): it will be missing, or its pause is over. Null: never.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When its pause ends by itself (UTC); null for no end.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Who paused it, by name.</summary>
    public string? PausedBy { get; private set; }

    /// <summary>Why it is paused.</summary>
    public string? PausedWhy { get; private set; }

    /// <summary>Planned downtime: nothing is expected from here on (UTC).</summary>
    public DateTimeOffset? DowntimeFrom { get; private set; }

    /// <summary>Until here (UTC), excluded.</summary>
    public DateTimeOffset? DowntimeUntil { get; private set; }

    /// <summary>Who planned it, by name.</summary>
    public string? DowntimeBy { get; private set; }

    /// <summary>Why nothing is expected then.</summary>
    public string? DowntimeWhy { get; private set; }

    /// <summary>What people call it: its name, else its slug, else the beginning of its id.</summary>
    public string Title => Details.Name.Length > 0 ? Details.Name : Slug.Length > 0 ? Slug : $"reported job {Id:N}"[..22];

    /// <summary>A new job from valid details.</summary>
    public static ReportedJob Create(ReportedJobDetails details, DateTimeOffset now)
    {
        var job = new ReportedJob { Id = Guid.CreateVersion7(now), Code = NewCode(), CreatedAt = now, StateSince = now };
        job.Change(details);
        return job;
    }

    /// <summary>Takes over valid details as a new version; what is expected is counted anew.</summary>
    public void Change(ReportedJobDetails details)
    {
        Details = details.Normalized();
        (Slug, Grace, AssetId) = (Details.Slug, Details.Grace, Details.AssetId);
        Revision++;
        Reckon();
    }

    /// <summary>Gives it another ping address; the old one stops working at once.</summary>
    public void RenewCode()
    {
        Code = NewCode();
        Revision++;
    }

    private static Guid NewCode()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40); // version and variant of RFC 9562
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
