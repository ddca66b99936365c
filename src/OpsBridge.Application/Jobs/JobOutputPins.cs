using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs;

/// <summary>Pins a run and the end of its output to the log book; the key is the run's, in its usual form.</summary>
internal sealed class JobOutputPins : IPinSource
{
    private const int LastLines = 20;

    /// <inheritdoc />
    public string Kind => "job-output";

    /// <inheritdoc />
    public string Permission => Permissions.ViewJobs;

    /// <inheritdoc />
    public async Task<PinSnapshot?> TakeAsync(OpsDbContext db, string key, DateTimeOffset now, CancellationToken ct)
    {
        if (!Guid.TryParse(key, out var id) || await db.Set<JobRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } run)
        {
            return null;
        }

        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == run.JobId, ct);
        var lines = await db.Set<RunLine>().AsNoTracking().Where(l => l.RunId == id).OrderByDescending(l => l.Number).Take(LastLines).Select(l => l.Text).ToListAsync(ct);
        lines.Reverse();
        (string Name, string? Value)[] facts =
        [
            ("State", Words(run.State)),
            ("Nominal time", Time(run.NominalAt)),
            ("Began", Time(run.StartedAt)),
            ("Ended", Time(run.EndedAt)),
            ("Exit code", run.ExitCode?.ToString(CultureInfo.InvariantCulture)),
            ("Summary", run.Summary),
            ("Output", string.Join('\n', lines)),
        ];
        return new PinSnapshot(Kind, key, $"{job.Name}: {Words(run.State)}", $"/jobs/runs/{run.Id}", now)
        {
            AssetId = job.Details.AssetId,
            Facts = [.. from fact in facts where !string.IsNullOrEmpty(fact.Value) select new PinFact(fact.Name, fact.Value!)],
        };
    }

    private static string Words(RunState state) => state == RunState.TimedOut ? "timed out" : state.ToString().ToLowerInvariant();

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
