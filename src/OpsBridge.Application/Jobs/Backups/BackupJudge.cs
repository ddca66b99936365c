using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// What time brings: no good copy within the recovery point, no restore for too long, a copy that nobody verified, restores
/// that nobody approved. Tells only what changed since it last told.
/// </summary>
public sealed class BackupJudge(IDbContextFactory<OpsDbContext> contexts, SaveJob save, RestoreVerbs restores, IOptions<BackupsOptions> options, BackupFolders folders, TimeProvider clock)
{
    private static readonly Actor s_self = Actor.Internal("jobs", Permissions.EditJobs);

    private readonly Dictionary<(Guid Job, string Kind), bool> _told = [];

    /// <summary>One look at everything.</summary>
    /// <exception cref="DbUpdateException">Another process raised the same alert at this moment; look again.</exception>
    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        async Task<bool> IsDeadAsync(Guid run) => await db.Set<JobRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == run, ct) is { HasEnded: true };
        await PrivateFiles.TidyAsync(folders.Own.RunFiles, IsDeadAsync);
        await ScratchCluster.TidyAsync(folders.Scratch, IsDeadAsync);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.BackupWatch}) as \"Value\"").SingleAsync(ct))
        {
            _told.Clear(); // another process tells; should it die, all is told again
            return;
        }

        var now = clock.GetUtcNow();
        var signals = await SignalsAsync(db, now, ct);
        var news = signals.Where(s => _told.GetValueOrDefault(s.Key, !s.Value.Firing) != s.Value.Firing).ToList();
        if (news.Count > 0)
        {
            await ApplySignals.WithinAsync(db, [.. news.Select(n => n.Value)], CopyRecords.Self, ct);
        }

        var waiting = await SettleRestoresAsync(db, now, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        foreach (var (key, signal) in news)
        {
            _told[key] = signal.Firing;
        }

        if (waiting)
        {
            await restores.StartAsync(ct); // approved, and the process died before it could start the run
        }
    }

    /// <summary>At the first start the console backs itself up and reads its copies again: nobody has to think of it.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (!options.Value.OwnDatabase)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if ((await db.Set<Job>().AsNoTracking().ToListAsync(ct)).Exists(j => j.Settings is OwnDatabaseSettings))
        {
            return; // also one that somebody retired: that was a decision
        }

        var own = new JobDetails("OpsBridge database", new OwnDatabaseSettings(new BackupPolicy { KeepLast = 7, Weekly = 5, Monthly = 6 }), new CronSchedule("0 10 2 * * ?", "Etc/UTC"))
        {
            Description = "The database of this console. Made at the first start; see docs/operations.md for what else belongs to a backup of OpsBridge.",
            Timeout = TimeSpan.FromHours(12),
            Attempts = 3,
            RetryAfter = TimeSpan.FromMinutes(10),
            CatchUp = CatchUp.Last,
            MayBeHeld = false,
        };
        var verify = new JobDetails("Backup copies, read again", new VerifySettings(null), new CronSchedule("0 40 3 ? * SUN", "Etc/UTC")) { Timeout = TimeSpan.FromHours(24), CatchUp = CatchUp.Last };
        await save.HandleAsync(null, 0, own, s_self, ct); // a name that is taken says that it is there
        await save.HandleAsync(null, 0, verify, s_self, ct);
    }

    private async Task<Dictionary<(Guid Job, string Kind), AlertSignal>> SignalsAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var signals = new Dictionary<(Guid, string), AlertSignal>();
        var jobs = await db.Set<Job>().AsNoTracking().ToDictionaryAsync(j => j.Id, ct);
        var rows = await BackupEstate.ReadAsync(db, null, ct);
        foreach (var row in rows)
        {
            var job = jobs[row.JobId];
            var young = now - job.ChangedAt <= row.Rpo && row.LastGoodAt is null; // a new job has its first recovery point before it
            signals[(row.JobId, BackupSignals.Overdue)] = BackupSignals.Say(
                BackupSignals.Overdue, row.JobId, row.JobName, row.AssetId, row.IsOverdue(now) && !young, job.Details.Severity, OverdueWords(row), now);
            var unproven = row.IsUnproven(now) && now - (row.ProvenAt ?? job.ChangedAt) > TimeSpan.FromDays(row.DrillDays!.Value);
            signals[(row.JobId, BackupSignals.Unproven)] = BackupSignals.Say(
                BackupSignals.Unproven, row.JobId, row.JobName, row.AssetId, unproven, AlertSeverity.Warning, $"Nobody has restored the backup of {row.Target} for {row.DrillDays} days", now);
        }

        foreach (var (key, _) in _told.Where(t => t.Value && !signals.ContainsKey(t.Key)).ToList())
        {
            var name = jobs.TryGetValue(key.Job, out var gone) ? gone.Name : "";
            signals[key] = BackupSignals.Say(key.Kind, key.Job, name, gone?.Details.AssetId, firing: false, AlertSeverity.Info, "the backup job was retired", now);
        }

        return signals;
    }

    private static string OverdueWords(BackupRow row) => row.LastGoodAt is { } at
        ? $"The last good backup of {row.Target} is from {at:yyyy-MM-dd HH:mm} UTC: older than {Sizes.Of(row.Rpo)}"
        : $"There is no good backup of {row.Target}";

    private static async Task<bool> SettleRestoresAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Set<RestoreRequest>().Where(r => r.State == RestoreState.Asked || r.State == RestoreState.Approved || r.State == RestoreState.Running).ToListAsync(ct);
        foreach (var request in open)
        {
            if (request.State == RestoreState.Asked && !request.IsOpen(now))
            {
                request.Expire();
            }
            else if (request.State == RestoreState.Running && await db.Set<JobRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.RunId, ct) is null or { HasEnded: true })
            {
                request.End(good: false, "the run ended before the restore did");
            }
        }

        return open.Exists(r => r.State == RestoreState.Approved && now - r.DecidedAt > TimeSpan.FromMinutes(1));
    }
}
