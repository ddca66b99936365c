using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What a job does. Stored as JSON with the kind in <c>kind</c>; no field ever holds a secret, only the name of one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CommandSettings), "command")]
[JsonDerivedType(typeof(HttpCallSettings), "http")]
[JsonDerivedType(typeof(SqlSettings), "sql")]
[JsonDerivedType(typeof(PgDumpSettings), "pgdump")]
[JsonDerivedType(typeof(ClusterBackupSettings), "pgbasebackup")]
[JsonDerivedType(typeof(OwnDatabaseSettings), "opsbridge")]
[JsonDerivedType(typeof(ArchiveSettings), "archive")]
[JsonDerivedType(typeof(ResticSettings), "restic")]
[JsonDerivedType(typeof(BorgSettings), "borg")]
[JsonDerivedType(typeof(VerifySettings), "verify")]
[JsonDerivedType(typeof(DrillSettings), "drill")]
[JsonDerivedType(typeof(RestoreSettings), "restore")]
public abstract record JobSettings
{
    /// <summary>The kind's word, as in the JSON.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>Names of the secrets it uses.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> SecretNames => [];

    /// <summary>Everything wrong with the settings; empty when they can run. Never throws.</summary>
    public IReadOnlyList<SettingError> Validate() => [.. Errors().OfType<SettingError>()];

    /// <summary>One line that says what is done, for lists.</summary>
    public abstract string Describe();

    /// <summary>Each rule's error, or null where it holds.</summary>
    protected abstract IEnumerable<SettingError?> Errors();
}
