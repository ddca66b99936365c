namespace OpsBridge.Jobs.Kinds;

/// <summary>Files of one attempt that hold secrets: mode 0600 in a folder of mode 0700, gone when it ends.</summary>
internal sealed class PrivateFiles(string parent, string name) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Path.Combine(parent, name);

    /// <summary>Removes what attempts left here when their process was killed.</summary>
    /// <param name="parent">The folder of all attempts.</param>
    /// <param name="isDead">Whether a run has no living attempt.</param>
    public static async Task TidyAsync(string parent, Func<Guid, Task<bool>> isDead)
    {
        foreach (var folder in Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
        {
            if (Guid.TryParseExact(Path.GetFileName(folder).Split('-')[0], "N", out var run) && await isDead(run))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Writes one and returns its path.</summary>
    public string Write(string file, string content)
    {
        MakeFolder(_folder);
        var path = Path.Combine(_folder, file);
        using var writer = new StreamWriter(Create(path));
        writer.Write(content);
        return path;
    }

    /// <summary>Makes a folder and returns its path.</summary>
    public string Room(string name)
    {
        MakeFolder(_folder);
        var path = Path.Combine(_folder, name);
        MakeFolder(path);
        return path;
    }

    /// <summary>Makes an empty file that only this account can read, for a program to fill.</summary>
    public static void Touch(string path) => Create(path).Dispose();

    /// <summary>A new file that only this account can read.</summary>
    public static FileStream Create(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }

    /// <summary>Makes a folder that only this account may enter.</summary>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
