using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>A process of its own that makes a backup, says each point that it passes, and waits there for its SIGKILL when the point is the wanted one.</summary>
internal static class BackupProcess
{
    public const string Command = "--backup-process";

    /// <summary>The points, in their order.</summary>
    public static IReadOnlyList<string> Points { get; } = ["dumping", "made, not renamed", "renamed, not recorded", "recorded", "restoring"];

    /// <summary>Starts it and kills it at a point.</summary>
    public static async Task RunAndKillAsync(string connectionString, string folder, Guid runId, string point, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BackupProcess).Assembly.Location); // run as "dotnet tests.dll"
        }

        foreach (var argument in (string[])[Command, connectionString, folder, runId.ToString(), point])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                if (line == point)
                {
                    return;
                }
            }

            throw new InvalidOperationException($"ended before '{point}': {await process.StandardError.ReadToEndAsync(ct)}");
        }
        finally
        {
            process.Kill(); // SIGKILL, the process alone: its pg_dump lives on
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The body of the process.</summary>
    public static async Task<int> RunAsync(string connectionString, string folder, Guid runId, string point)
    {
        await using var bench = KindBench.On(connectionString, folder);
        await using var db = await bench.Contexts.CreateDbContextAsync();
        var run = await db.Set<JobRun>().AsNoTracking().SingleAsync(r => r.Id == runId);
        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == run.JobId);
        var commits = 0;
        using var forEver = new SemaphoreSlim(0);
        void Pass(string at)
        {
            Console.Out.WriteLine(at);
            Console.Out.Flush();
            if (at == point)
            {
                forEver.Wait();
            }
        }

        var attempt = new FakeAttempt(run.Id, job.Id, job.Name, run.NominalAt, job.Settings, bench.Contexts)
        {
            Hearing = (_, line) => Pass(line.Contains("dumping contents of table", StringComparison.Ordinal) ? "dumping" : ""),
            Reaching = phase => Pass(phase == "restore" ? "restoring" : ""),
        };
        attempt.Passing = at =>
        {
            commits += at == "before commit" ? 1 : 0;
            Pass((commits, at) switch { (2, "before commit") => "made, not renamed", (2, "in commit") => "renamed, not recorded", (2, "after commit") => "recorded", _ => "" });
            return Task.CompletedTask;
        };
        await bench.RunAsync(attempt, CancellationToken.None);
        return 0;
    }
}
