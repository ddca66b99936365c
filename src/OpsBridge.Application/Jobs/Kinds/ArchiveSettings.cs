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
    protected override IEnumerable<SettingError?> OwnErrors() => PathErrors(Folders, Exclude);

    internal static IEnumerable<SettingError?> PathErrors(IReadOnlyList<string> folders, IReadOnlyList<string> exclude) =>
    [
        SettingError.At(nameof(Folders), folders.Count is >= 1 and <= 100 ? null : "1 to 100 folders are backed up"),
        .. folders.Select(f => SettingError.At(nameof(Folders), BackupPolicy.IsPath(f) ? null : $"'{f}' is no absolute path without '..'")),
        SettingError.At(nameof(Exclude), exclude.Count > 200 || exclude.Any(e => e.Length is 0 or > 500 || e.Contains('\0', StringComparison.Ordinal)) ? "at most 200 patterns of 1 to 500 characters" : null),
    ];
}
