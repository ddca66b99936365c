using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Reads copies again and compares them with what was noted when they were made.</summary>
/// <param name="BackupJobId">Only copies of this job; null for all.</param>
public sealed record VerifySettings(Guid? BackupJobId) : JobSettings
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "verify";

    /// <inheritdoc />
    public override string Describe() => BackupJobId is null ? "read all backup copies again" : "read the copies of a backup again";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() => [];
}

/// <summary>Restores the newest copy of a backup to a scratch place and measures how long it takes.</summary>
/// <param name="BackupJobId">The backup job; null for every job whose last proof is oldest.</param>
public sealed record DrillSettings(Guid? BackupJobId) : JobSettings
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "drill";

    /// <inheritdoc />
    public override string Describe() => BackupJobId is null ? "restore drill of the backup that waits longest for its proof" : "restore drill of a backup";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() => [];
}

/// <summary>Carries out the restores that two persons have agreed on. There is one such job, made when the first is approved.</summary>
public sealed record RestoreSettings : JobSettings
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "restore";

    /// <inheritdoc />
    public override string Describe() => "restore what was approved";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() => [];
}
