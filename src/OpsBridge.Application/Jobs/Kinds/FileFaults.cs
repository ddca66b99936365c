namespace OpsBridge.Jobs.Kinds;

/// <summary>Faults of files and programs in the words of the operator.</summary>
internal static class FileFaults
{
    private const int NoSpace = 28;      // ENOSPC
    private const int OverQuota = 122;   // EDQUOT

    /// <summary>The result when reading or writing failed.</summary>
    public static JobResult ToResult(Exception e) => new(false, IsDiskFull(e) ? $"the disk is full: {e.Message}" : e.Message);

    /// <summary>Whether the disk or the quota is full.</summary>
    public static bool IsDiskFull(Exception e) => e is IOException && ((e.HResult & 0xFFFF) is NoSpace or OverQuota || e.Message.Contains("disk was full", StringComparison.Ordinal)); // the runtime's words when it reserves room

    /// <summary>What a program's last words mean, in words; null when they say nothing that is known.</summary>
    public static string? Explain(string said) => s_known.FirstOrDefault(k => said.Contains(k.Words, StringComparison.OrdinalIgnoreCase)).Meaning;

    private static readonly (string Words, string Meaning)[] s_known =
    [
        ("No space left on device", "the disk is full"),
        ("Disk quota exceeded", "the disk quota is used up"),
        ("password authentication failed", "wrong user or password"),
        ("wrong password or no key found", "wrong repository password"),
        ("passphrase supplied in", "wrong repository passphrase"),
        ("Insufficient free space", "the disk of the repository is full"),
        ("no password supplied", "the server asks for a password and the job names no secret"),
        ("fe_sendauth", "the server asks for a password and the job names no secret"),
        ("Connection refused", "connection refused"),
        ("timeout expired", "no answer"),
        ("No route to host", "no route to the host"),
        ("server closed the connection unexpectedly", "the server closed the connection"),
        ("terminating connection", "the server ended the connection"),
        ("permission denied", "permission denied"),
        ("aborting because of server version mismatch", "the server is newer than the tools on this machine"),
        ("repository is already locked", "the repository is locked by another run"),
        ("Failed to create/acquire the lock", "the repository is locked by another run"),
        ("Name or service not known", "the host is unknown"),
        ("no such host", "the host is unknown"),
        ("Host key verification failed", "the key of the host is not known to this account"),
        ("i/o timeout", "no answer"),
        ("Connection closed by remote host", "the other side closed the connection"),
        ("config file already exists", "there is a repository already"),
        ("Is there a repository at the following location", "there is no repository at this place"),
        ("is not a valid repository", "there is no repository at this place"),
    ];
}
