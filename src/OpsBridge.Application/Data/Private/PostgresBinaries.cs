using System.Globalization;

namespace OpsBridge.Data.Private;

/// <summary>PostgreSQL's programs on this machine.</summary>
/// <param name="Folder">The folder that holds initdb, pg_ctl and postgres.</param>
/// <param name="Major">Their major version, for example 15.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version that OpsBridge runs on.</summary>
    public const int OldestMajor = 14;

    /// <summary>Names the only folder to look in.</summary>
    public const string FolderVariable = "OPSBRIDGE_PG_BIN";

    private const string Install =
        "Install it (Debian, Ubuntu: apt install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql@17; "
        + "Windows: winget install PostgreSQL.PostgreSQL.17), or name its bin folder in " + FolderVariable
        + ", or name a server in ConnectionStrings__OpsBridge, or run both in containers: docker compose up";

    private static readonly string[] s_programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The full path of one of the programs.</summary>
    public string Program(string name) => ProgramIn(Folder, name);

    /// <summary>
    /// The programs of the version that made the data, or the newest when there is none yet.
    /// </summary>
    /// <exception cref="PrivateClusterException">There are none that fit; the message says how to get them.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        PrivateClusterOptions options, ClusterLayout layout, TimeProvider clock, CancellationToken ct)
    {
        var named = options.BinaryFolder ?? Environment.GetEnvironmentVariable(FolderVariable);
        var search = string.IsNullOrEmpty(named) ? options.SearchFolders ?? UsualFolders() : [named];

        var found = new List<PostgresBinaries>();
        foreach (var folder in search.Where(HoldsPrograms))
        {
            if (await MajorOfAsync(folder, clock, ct) is { } major)
            {
                found.Add(new PostgresBinaries(folder, major));
            }
        }

        return Choose(found, layout) ?? throw Missing(named, found, layout);
    }

    /// <summary>Where PostgreSQL's programs may be: the folder that the environment names, or else the usual ones.</summary>
    public static IReadOnlyList<string> Folders() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? [named] : UsualFolders();

    private static PostgresBinaries? Choose(List<PostgresBinaries> found, ClusterLayout layout)
    {
        var usable = found.Where(b => b.Major >= OldestMajor);
        return layout.DataMajor() is { } made
            ? usable.FirstOrDefault(b => b.Major == made)
            : usable.MaxBy(b => b.Major);
    }

    private static PrivateClusterException Missing(string? named, List<PostgresBinaries> found, ClusterLayout layout)
    {
        var here = found.Count == 0
            ? "none was found"
            : "found here: " + string.Join(", ", found.Select(b => $"{b.Major} ({b.Folder})").Distinct(StringComparer.Ordinal));
        if (layout.DataMajor() is { } made)
        {
            return new PrivateClusterException(
                $"The data folder {layout.Root} was made by PostgreSQL {made}; {here}. Install PostgreSQL {made} beside it, or move the data with pg_upgrade.");
        }

        return new PrivateClusterException(string.IsNullOrEmpty(named)
            ? $"OpsBridge needs PostgreSQL {OldestMajor} or newer for its private database; {here}. {Install}."
            : $"{FolderVariable} names {named}, which holds no initdb, pg_ctl and postgres of PostgreSQL {OldestMajor} or newer; {here}. {Install}.");
    }

    private static async Task<int?> MajorOfAsync(string folder, TimeProvider clock, CancellationToken ct)
    {
        // "pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "… 18beta1"
        const string product = "(PostgreSQL) ";
        var result = await ToolProcess.RunAsync(ProgramIn(folder, "pg_ctl"), ["--version"], clock, ct);
        var at = result.Output.IndexOf(product, StringComparison.Ordinal);
        if (result.ExitCode != 0 || at < 0)
        {
            return null;
        }

        var digits = string.Concat(result.Output.Skip(at + product.Length).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static bool HoldsPrograms(string folder) => s_programs.All(p => File.Exists(ProgramIn(folder, p)));

    private static string ProgramIn(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static List<string> UsualFolders()
    {
        // PATH first: of two folders with the same version, the operator's choice wins.
        var path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        var folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified).ToList();
        if (OperatingSystem.IsWindows())
        {
            folders.AddRange(Versions(Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"));
            return folders;
        }

        folders.AddRange(Versions("/usr/lib/postgresql", "*", "bin"));                              // Debian, Ubuntu
        folders.AddRange(Versions("/usr", "pgsql-*", "bin"));                                       // PostgreSQL's own packages for Fedora, RHEL
        folders.AddRange(Versions("/opt/homebrew/opt", "postgresql@*", "bin"));                     // Homebrew on Apple silicon
        folders.AddRange(Versions("/usr/local/opt", "postgresql@*", "bin"));                        // Homebrew on Intel
        folders.AddRange(Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"));
        return folders;
    }

    private static IEnumerable<string> Versions(string parent, string pattern, string child) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, child))
            : [];
}
