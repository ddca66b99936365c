using System.Security.Cryptography;

namespace OpsBridge.Processes;

/// <summary>The file of a program that an admin registers.</summary>
public static class ProgramFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>SHA-256 of the file as hexadecimal text, or why it cannot be registered, in plain words.</summary>
    public static async Task<(string? Hash, string? Error)> HashAsync(string path, CancellationToken ct)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return (null, "There is no such file on this machine.");
            }

            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & AnyExecute) == UnixFileMode.None)
            {
                return (null, "The file is not executable; make it so with chmod +x.");
            }

            await using var stream = file.OpenRead();
            return (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct)), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file cannot be read: {exception.Message}");
        }
    }
}
