using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsBridge.Jobs.Backups;

/// <summary>Opens files without following links and without waiting at pipes.</summary>
internal static partial class PlainFile
{
    private const int Flags = 0x800 | 0x80000 | 0x20000; // O_NONBLOCK, O_CLOEXEC, O_NOFOLLOW (x86-64 and others of the generic table)
    private const int FlagsArm = 0x800 | 0x80000 | 0x8000;

    /// <summary>The file for reading; null when it is a pipe or a device.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream? Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var descriptor = open(path, RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? FlagsArm : Flags);
        if (descriptor < 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int open(string path, int flags);
}
