namespace OpsBridge.Jobs.Backups;

/// <summary>Settings under <c>Backups</c>.</summary>
public sealed class BackupsOptions
{
    /// <summary>Folders, beside the data folder's own, in which jobs may keep copies. Jobs cannot write anywhere else.</summary>
    public IList<string> Folders { get; } = [];

    /// <summary>Folders that jobs may pack into archives. None unless an admin names them: the console may read more than its users should.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>
    /// Folder in which drills of base backups start a server on a scratch copy; on a disk of this machine, with room for one copy.
    /// Not set: <c>scratch</c> in the data folder.
    /// </summary>
    public string? Scratch { get; set; }

    /// <summary>Whether a job that backs up this console's own database is made at the first start.</summary>
    public bool OwnDatabase { get; set; } = true;
}
