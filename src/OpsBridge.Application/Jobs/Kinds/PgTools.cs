using System.Globalization;
using OpsBridge.Data.Private;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Kinds;

/// <summary>pg_dump and its relatives on this machine, in the version that fits a server: its own, or the next newer one that is here.</summary>
public sealed class PgTools(ProgramRunner programs)
{
    private volatile IReadOnlyList<(string Folder, int Major)> _found = [];

    /// <summary>The full path of one of them.</summary>
    /// <param name="program">Its name, for example <c>pg_dump</c>.</param>
    /// <param name="server">Major version of the server.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="KindFault">There is none that knows the server.</exception>
    internal async Task<string> FindAsync(string program, int server, CancellationToken ct)
    {
        if (Choose(program, server) is null)
        {
            await LookAsync(ct);
        }

        return Choose(program, server) ?? throw new KindFault(
            string.Create(CultureInfo.InvariantCulture, $"there is no {program} of PostgreSQL {server} or newer on this machine; install its client programs (Debian: apt install postgresql-client-{server})"), mayRetry: false);
    }

    /// <summary>The full path of the server program of exactly this version.</summary>
    /// <param name="major">The major version that the data is of.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="KindFault">It is not on this machine.</exception>
    internal async Task<string> FindServerAsync(int major, CancellationToken ct)
    {
        await LookAsync(ct);
        return _found.Where(f => f.Major == major).Select(f => Path.Combine(f.Folder, "postgres")).FirstOrDefault(File.Exists) ?? throw new KindFault(
            string.Create(CultureInfo.InvariantCulture, $"there is no server program of PostgreSQL {major} on this machine, and only that one starts on this copy (Debian: apt install postgresql-{major})"), mayRetry: false);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var found = new List<(string Folder, int Major)>();
        foreach (var folder in PostgresBinaries.Folders().Where(f => File.Exists(Path.Combine(f, "pg_dump"))))
        {
            if (await MajorAsync(folder, ct) is { } major)
            {
                found.Add((folder, major));
            }
        }

        _found = found;
    }

    private string? Choose(string program, int server) => _found
        .Where(f => f.Major >= server && File.Exists(Path.Combine(f.Folder, program)))
        .OrderBy(f => f.Major)
        .Select(f => Path.Combine(f.Folder, program))
        .FirstOrDefault();

    // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private async Task<int?> MajorAsync(string folder, CancellationToken ct)
    {
        var said = "";
        await programs.RunAsync(new ProgramCall(Path.Combine(folder, "pg_dump"), ["--version"]), (_, line) => said += line, ct);
        var at = said.IndexOf(") ", StringComparison.Ordinal);
        return at >= 0 && int.TryParse(string.Concat(said.Skip(at + 2).TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }
}
