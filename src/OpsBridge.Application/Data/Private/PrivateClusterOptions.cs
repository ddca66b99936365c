namespace OpsBridge.Data.Private;

/// <summary>Where the private PostgreSQL lives and how it runs.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>
    /// The host's data folder, for example <c>.opsbridge</c>; made if missing. A relative path counts from the working folder.
    /// PostgreSQL's own tools hand it to a shell, so it may hold no quotation mark, dollar sign, backtick or line break.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The loopback port, 1 to 65535. Null, the usual case, picks a free one at the first start, keeps it, and picks another
    /// when somebody else has taken it since. A port named here is never replaced: if it is taken, starting fails.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>
    /// The only folder to look for <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> in. Null reads the environment variable
    /// <c>OPSBRIDGE_PG_BIN</c>, and without it searches the usual places.
    /// </summary>
    public string? BinaryFolder { get; init; }

    /// <summary>The system account that runs PostgreSQL when the host is root, which PostgreSQL refuses to be.</summary>
    public string Account { get; init; } = "postgres";

    /// <summary>
    /// PostgreSQL settings that come after OpsBridge's own and win. <c>fsync=off</c> also makes a new cluster without
    /// flushing it to disk: for tests only, a crash of the machine then loses the data.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The longest wait for a start, crash recovery included. At least one second.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait for an orderly stop before PostgreSQL is told to stop at once. At least one second.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folders searched when no binary folder is named; null is the usual places. Tests empty it.</summary>
    internal IReadOnlyList<string>? SearchFolders { get; init; }
}
