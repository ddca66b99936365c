using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Settings of the kinds that make copies.</summary>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public abstract record BackupSettings(BackupPolicy Policy) : JobSettings
{
    /// <summary>What is backed up, for people: the same text for every copy of it.</summary>
    [JsonIgnore]
    public abstract string Target { get; }

    /// <inheritdoc />
    public override string Describe() => $"back up {Target}";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() => [.. Policy.Errors(), .. OwnErrors()];

    /// <summary>What is wrong beside the policy.</summary>
    protected abstract IEnumerable<SettingError?> OwnErrors();
}

/// <summary>What is promised of the copies of a backup job.</summary>
public sealed record BackupPolicy
{
    /// <summary>Recovery point objective: the oldest that the last good copy may be; 5 minutes to 90 days.</summary>
    public TimeSpan Rpo { get; init; } = TimeSpan.FromHours(26);

    /// <summary>Newest good copies that are kept in any case, 1 to 1000.</summary>
    public int KeepLast { get; init; } = 7;

    /// <summary>Days of which every good copy is kept; null for no such rule. Rules add up: a copy that one of them keeps stays.</summary>
    public int? KeepDays { get; init; }

    /// <summary>Days of which the last good copy is kept (UTC days).</summary>
    public int Daily { get; init; }

    /// <summary>Weeks (ISO 8601) of which the last good copy is kept.</summary>
    public int Weekly { get; init; }

    /// <summary>Months of which the last good copy is kept.</summary>
    public int Monthly { get; init; }

    /// <summary>A copy that differs in size from the one before by more than this raises an alert, in percent; null for never.</summary>
    public int? SizeJumpPercent { get; init; } = 50;

    /// <summary>Days after the last proven restore when an alert asks for a drill; null for never.</summary>
    public int? DrillDays { get; init; } = 35;

    /// <summary>Folder for the copies, within a folder that the settings allow; null for the data folder's own.</summary>
    public string? Folder { get; init; }

    /// <summary>Each rule's error, or null where it holds.</summary>
    internal IEnumerable<SettingError?> Errors() =>
    [
        SettingError.At(nameof(Rpo), Rpo >= TimeSpan.FromMinutes(5) && Rpo <= TimeSpan.FromDays(90) ? null : "the recovery point is 5 minutes to 90 days"),
        SettingError.At(nameof(KeepLast), KeepLast is >= 1 and <= 1000 ? null : "1 to 1000 copies are kept"),
        SettingError.At(nameof(KeepDays), KeepDays is null or (>= 1 and <= 36500) ? null : "copies are kept for 1 to 36500 days"),
        SettingError.At(nameof(Daily), Daily is >= 0 and <= 1000 ? null : "0 to 1000 days are kept"),
        SettingError.At(nameof(Weekly), Weekly is >= 0 and <= 1000 ? null : "0 to 1000 weeks are kept"),
        SettingError.At(nameof(Monthly), Monthly is >= 0 and <= 1000 ? null : "0 to 1000 months are kept"),
        SettingError.At(nameof(SizeJumpPercent), SizeJumpPercent is null or (>= 1 and <= 1000) ? null : "the size jump is 1 to 1000 percent"),
        SettingError.At(nameof(DrillDays), DrillDays is null or (>= 1 and <= 3650) ? null : "a drill is due after 1 to 3650 days"),
        SettingError.At(nameof(Folder), Folder is null || IsPath(Folder) ? null : "the folder is an absolute path without '..'"),
    ];

    /// <summary>Whether it is an absolute path that says where it leads.</summary>
    internal static bool IsPath(string? path) =>
        path is { Length: > 1 and <= 1000 } && Path.IsPathFullyQualified(path) && !path.Any(char.IsControl) && !path.Split('/', '\\').Contains("..", StringComparer.Ordinal);
}

/// <summary>Dumps one PostgreSQL database with pg_dump in its custom format, and proves the dump by restoring it.</summary>
/// <param name="Database">What to dump.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record PgDumpSettings(PostgresTarget Database, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>Server for the scratch database; null for the server of the database itself. The role needs CREATEDB there.</summary>
    public PostgresTarget? ScratchServer { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "pgdump";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => Database.ToString();

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => [.. new[] { Database.Secret, ScratchServer?.Secret }.OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> OwnErrors() => [.. Database.Errors(), .. (ScratchServer?.Errors() ?? []).Select(e => e is null ? null : (SettingError?)$"for the scratch server {e.Words}")];
}

/// <summary>Copies a whole PostgreSQL server with pg_basebackup, checked with pg_verifybackup.</summary>
/// <param name="Server">The server; the role needs REPLICATION.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record ClusterBackupSettings(PostgresTarget Server, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "pgbasebackup";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => $"postgresql://{Server.Host}:{Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => Server.Secret is { } secret ? [secret] : [];

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> OwnErrors() => Server.Errors();
}

/// <summary>Dumps the database of this console itself. Made at the first start.</summary>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record OwnDatabaseSettings(BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>The target of its copies.</summary>
    public const string OwnTarget = "OpsBridge's own database";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "opsbridge";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => OwnTarget;

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> OwnErrors() => [];
}
