using System.Globalization;
using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Settings of the kinds that back folders up into a repository: a store of other programs that holds many copies, encrypted, each piece of data once.</summary>
/// <param name="Repository">Where the repository is, as the program writes it; never with a password in it.</param>
/// <param name="Secret">Name of the secret with the repository's password.</param>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains. Its folder is where restores are tried.</param>
public abstract record RepositorySettings(string Repository, string Secret, IReadOnlyList<string> Folders, BackupPolicy Policy) : BackupSettings(Policy)
{
    /// <summary>Most further secrets.</summary>
    public const int MaxVariables = 10;

    private const int MaxPrefix = 40;

    // Keys of object stores. Others would change what the program does or which program it starts.
    private static readonly string[] s_variables = ["AWS_", "AZURE_", "B2_", "GOOGLE_", "OS_", "ST_", "RESTIC_REST_"];

    /// <summary>Globs of paths to leave out, relative to the folder, as for an archive: <c>*</c> within a name, <c>**</c> across folders.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Beginning of the copies' names in the repository; empty for none. Letters, digits, dots, hyphens and underscores.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Further secrets in the program's environment, for example the keys of an object store.</summary>
    public IReadOnlyList<SecretUse> Variables { get; init; } = [];

    /// <summary>Whether the repository is made when there is none. Otherwise a repository that vanished is a fault, not a new beginning.</summary>
    public bool Initialise { get; init; }

    /// <summary>Part of the repository's data that is read after every backup, 1 to 100 percent.</summary>
    public int CheckPercent { get; init; } = 10;

    /// <summary>Up to this size the whole copy is restored for proof, in megabytes (10^6 bytes), 1 to 1,000,000; a sample of this size at most otherwise.</summary>
    public int RestoreWholeMegabytes { get; init; } = 1000;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Target => $"{string.Join(", ", Folders)} with {Kind}";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => [.. Variables.Select(v => v.Secret).Prepend(Secret).Distinct(StringComparer.Ordinal)];

    /// <summary>Where the repository is.</summary>
    [JsonIgnore]
    internal abstract RepositoryPlace Place { get; }

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> OwnErrors() =>
    [
        SettingError.At(nameof(Repository), Place.Error),
        SettingError.At(nameof(Secret), string.IsNullOrEmpty(Secret) ? "choose the secret with the repository's password" : null),
        .. ArchiveSettings.PathErrors(Folders, Exclude),
        SettingError.At(nameof(Folders), Folders.Concat(Exclude).Any(f => f.Any(char.IsControl)) ? "folders and patterns hold no control characters" : null),
        SettingError.At(nameof(Prefix), Prefix.Length <= MaxPrefix && Prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && !Prefix.StartsWith('-') ? null : $"the prefix has at most {MaxPrefix} letters, digits, dots, hyphens and underscores"),
        SettingError.At(nameof(Variables), Variables.Count > MaxVariables ? $"at most {MaxVariables} further secrets" : null),
        .. Variables.Select((v, i) => SettingError.At(string.Create(CultureInfo.InvariantCulture, $"{nameof(Variables)}.{i}"), VariableError(v))),
        SettingError.At(nameof(Variables), Variables.Select(v => v.Variable).Distinct(StringComparer.Ordinal).Count() < Variables.Count ? "two secrets use the same variable" : null),
        SettingError.At(nameof(CheckPercent), CheckPercent is >= 1 and <= 100 ? null : "1 to 100 percent of the repository are read after a backup"),
        SettingError.At(nameof(RestoreWholeMegabytes), RestoreWholeMegabytes is >= 1 and <= 1_000_000 ? null : "1 to 1,000,000 megabytes are restored for proof"),
    ];

    private static string? VariableError(SecretUse use) => use.Error()
        ?? (Array.Exists(s_variables, p => use.Variable.StartsWith(p, StringComparison.Ordinal)) ? null : $"'{use.Variable}' is no key of an object store: the variable begins with {string.Join(", ", s_variables)}");
}

/// <summary>Runs restic (0.14 or newer).</summary>
/// <param name="Repository">Where the repository is, as restic writes it: a path, <c>sftp:</c>, <c>rest:</c>, <c>s3:</c>, <c>b2:</c>, <c>azure:</c>, <c>gs:</c> or <c>swift:</c>.</param>
/// <param name="Secret">Name of the secret with the repository's password.</param>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record ResticSettings(string Repository, string Secret, IReadOnlyList<string> Folders, BackupPolicy Policy) : RepositorySettings(Repository, Secret, Folders, Policy)
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "restic";

    /// <inheritdoc />
    [JsonIgnore]
    internal override RepositoryPlace Place => RepositoryPlace.OfRestic(Repository);
}

/// <summary>Runs borg (1.2 or newer).</summary>
/// <param name="Repository">Where the repository is, as borg writes it: a path or <c>ssh://user@host:port/path</c>.</param>
/// <param name="Secret">Name of the secret with the repository's passphrase.</param>
/// <param name="Folders">Absolute paths, within folders that the settings allow.</param>
/// <param name="Policy">How long copies are kept, and when the estate complains.</param>
public sealed record BorgSettings(string Repository, string Secret, IReadOnlyList<string> Folders, BackupPolicy Policy) : RepositorySettings(Repository, Secret, Folders, Policy)
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "borg";

    /// <inheritdoc />
    [JsonIgnore]
    internal override RepositoryPlace Place => RepositoryPlace.OfBorg(Repository);
}
