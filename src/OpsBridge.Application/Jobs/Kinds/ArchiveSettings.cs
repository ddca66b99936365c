using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>How an archive is packed.</summary>
public enum ArchiveForm
{
    /// <summary>tar in gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>tar in Brotli (RFC 7932): smaller.</summary>
    Brotli,
}

/// <summary>Packs folders into one archive with the SHA-256 of every file. Symbolic links are stored as links, never followed.</summary>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record ArchiveSettings(IReadOnlyList<string> Folders, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>Globs of paths to leave out, relative to the folder: <c>*</c> within a name, <c>**</c> across folders, for example <c>**/*.tmp</c>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>How it is packed.</summary>
    public ArchiveForm Form { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "archive";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => string.Join(", ", Folders);

    /// <inheritdoc />
    protected override IEnumerable<string?> OwnErrors() => PathErrors(Folders, Exclude);

    internal static IEnumerable<string?> PathErrors(IReadOnlyList<string> folders, IReadOnlyList<string> exclude) =>
    [
        folders.Count is >= 1 and <= 100 ? null : "1 to 100 folders are backed up",
        .. folders.Select(f => BackupPolicy.IsPath(f) ? null : $"'{f}' is no absolute path without '..'"),
        exclude.Count > 200 || exclude.Any(e => e.Length is 0 or > 500 || e.Contains('\0', StringComparison.Ordinal)) ? "at most 200 patterns of 1 to 500 characters" : null,
    ];
}

/// <summary>Runs restic (0.14 or newer) on a repository that exists.</summary>
/// <param name="Repository">Where the repository is, as restic writes it.</param>
/// <param name="Secret">Name of the secret with the repository's password.</param>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record ResticSettings(string Repository, string Secret, IReadOnlyList<string> Folders, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>Patterns to leave out, as restic reads them.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "restic";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => $"{string.Join(", ", Folders)} in restic";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => [Secret];

    /// <inheritdoc />
    protected override IEnumerable<string?> OwnErrors() => RepositoryErrors(Repository, Secret, Folders, Exclude);

    internal static IEnumerable<string?> RepositoryErrors(string repository, string secret, IReadOnlyList<string> folders, IReadOnlyList<string> exclude) =>
    [
        repository is { Length: >= 1 and <= 1000 } && !repository.StartsWith('-') && !repository.Any(char.IsControl) ? null : "the repository has 1 to 1000 characters",
        string.IsNullOrEmpty(secret) ? "choose the secret with the repository's password" : null,
        .. ArchiveSettings.PathErrors(folders, exclude),
    ];
}

/// <summary>Runs borg (1.2 or newer) on a repository that exists.</summary>
/// <param name="Repository">Where the repository is, as borg writes it.</param>
/// <param name="Secret">Name of the secret with the repository's passphrase.</param>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record BorgSettings(string Repository, string Secret, IReadOnlyList<string> Folders, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>Patterns to leave out, as borg reads them.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "borg";

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => $"{string.Join(", ", Folders)} in borg";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => [Secret];

    /// <inheritdoc />
    protected override IEnumerable<string?> OwnErrors() => ResticSettings.RepositoryErrors(Repository, Secret, Folders, Exclude);
}
