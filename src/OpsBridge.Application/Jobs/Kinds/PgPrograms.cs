using OpsBridge.Data.Private;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Runs PostgreSQL's client programs for one attempt.</summary>
internal sealed class PgPrograms(ProgramRunner programs, PgTools tools, CleanOutput output, string mark, Func<string, string, string> hide)
{
    private int _files;

    /// <summary>Runs one to its good end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">No secrets.</param>
    /// <param name="login">Where it works.</param>
    /// <param name="server">Major version of the server.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="KindFault">It failed; the message says what its last words mean.</exception>
    public async Task RunAsync(string program, IReadOnlyList<string> arguments, PgLogin? login, int server, CancellationToken ct)
    {
        var last = "";
        var call = new ProgramCall(await tools.FindAsync(program, server, ct), arguments)
        {
            Mark = mark,
            Environment = login?.Environment(content => hide($"pgpass-{Interlocked.Increment(ref _files)}", content)) ?? [],
        };
        var end = await programs.RunAsync(
            call,
            (isError, line) =>
            {
                // With --verbose they tell everything on standard error; only complaints are errors.
                var complains = line.Contains("error:", StringComparison.Ordinal) || line.Contains("fatal:", StringComparison.OrdinalIgnoreCase) || line.Contains("warning:", StringComparison.Ordinal);
                last = complains || last.Length == 0 ? line : last;
                output.Line(isError && complains, line);
            },
            ct);
        if (!end.Good)
        {
            var said = end.Refusal ?? last;
            throw new KindFault($"{program} failed: {(FileFaults.Explain(said) is { } meaning ? $"{meaning} ({said})" : said)}", exitCode: end.Code);
        }
    }

    /// <summary>Runs a server until it ends or is told to.</summary>
    /// <param name="account">Who runs it.</param>
    /// <param name="major">Its version.</param>
    /// <param name="arguments">No secrets.</param>
    /// <param name="said">Takes each line of its log.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="KindFault">That version is not on this machine.</exception>
    public async Task<ProgramEnd> ServeAsync(ClusterAccount account, int major, IReadOnlyList<string> arguments, Action<string> said, CancellationToken ct)
    {
        var (file, all) = account.Call(await tools.FindServerAsync(major, ct), arguments);
        return await programs.RunAsync(
            new ProgramCall(file, all) { Mark = mark },
            (_, line) =>
            {
                said(line);
                output.Line(isError: false, line);
            },
            ct);
    }
}
