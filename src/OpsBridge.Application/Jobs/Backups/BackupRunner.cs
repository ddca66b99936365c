using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// One attempt of a backup, the same for every kind that writes files: tidy up after the dead, make the copy under a temporary
/// name, flush, rename and record it in one fenced step, verify it, apply retention. A kill at any point leaves either nothing
/// that is listed or a copy that is listed as unverified; never a false good.
/// </summary>
public sealed class BackupRunner(CopyRecords records, BackupFolders folders, CopyKeeping keeping)
{
    /// <summary>Runs the attempt.</summary>
    internal async Task<JobResult> RunAsync(KindScene<BackupSettings> scene, BackupMaking making, CancellationToken ct)
    {
        var attempt = scene.Attempt;
        var folder = folders.Prepare(scene.Settings.Policy, attempt.JobId, attempt.JobName);
        await TidyAsync(attempt, folder, scene.Mark, making, ct);
        var name = making.NameOf(attempt);
        var (final, temporary) = (making.InRepository ? name : Path.Combine(folder, name), Path.Combine(folder, $"{MakingPrefix}{attempt.RunId:N}-{name}"));
        var copy = await records.BeginAsync(attempt, scene.Settings, final, ct);
        try
        {
            var made = await MakeAsync(scene, making, copy, temporary, ct);
            scene.Output.Note($"made {name}: {Sizes.Of(made.Bytes)}{(made.Sha256.Length == 0 ? " added" : $", SHA-256 {made.Sha256}")}");
            copy = await records.ReadAsync(copy.Id, ct);
            return await VerifyAsync(scene, making, copy, made, ct);
        }
        catch
        {
            await GiveUpAsync(attempt, copy, temporary);
            throw;
        }
    }

    /// <summary>Begins the name of everything that is not a copy yet.</summary>
    internal const string MakingPrefix = ".making-";

    private async Task<MadeCopy> MakeAsync(KindScene<BackupSettings> scene, BackupMaking making, BackupCopy copy, string temporary, CancellationToken ct)
    {
        var made = await making.MakeAsync(temporary, ct);
        scene.Attempt.Report(new RunProgress("write to the disk", made.Bytes, made.Bytes));
        if (!making.InRepository)
        {
            DurableFiles.Flush(temporary);
        }

        await CopyRecords.ChangeAsync(
            scene.Attempt,
            copy,
            async (db, stored) =>
            {
                if (!making.InRepository)
                {
                    CopyFiles.Publish(temporary, stored.Path);
                }

                stored.Complete(made, records.Clock.GetUtcNow());
                db.Add(records.Entry(stored, "made", $"made a copy of {stored.Target}, {Sizes.Of(stored.Bytes)}, not verified yet"));
                await CopyKeeping.JudgeNewAsync(db, stored, scene.Settings.Policy, scene.Attempt.JobName, CancellationToken.None);
            },
            null,
            ct);
        return made;
    }

    private async Task<JobResult> VerifyAsync(KindScene<BackupSettings> scene, BackupMaking making, BackupCopy copy, MadeCopy made, CancellationToken ct)
    {
        var verdict = await LookAsync(() => making.VerifyAsync(copy, ct));
        scene.Output.Note(verdict.Words);
        var size = Sizes.Of(made.Bytes) + (making.InRepository ? " added" : "");
        var result = verdict.Outcome switch
        {
            CopyOutcome.Good when made.Incomplete is { } lacks => new JobResult(false, $"{size}, verified, but not whole: {lacks}", MayRetry: false),
            CopyOutcome.Good => new JobResult(true, $"{size}, verified: {verdict.Words}{(made.Remark is null ? "" : $"; {made.Remark}")}"),
            CopyOutcome.Bad => new JobResult(false, $"{size}, but it cannot be restored: {verdict.Words}"),
            _ => new JobResult(false, $"{size}, but it could not be verified: {verdict.Words}"),
        };
        await keeping.RecordAsync(scene.Attempt, copy, verdict, ProofKind.Verification, scene.Settings.Policy, result.Good ? scene.Output.Clean(result.Summary) : null, ct);
        if (verdict.Outcome == CopyOutcome.Good)
        {
            await keeping.RetainAsync(scene.Attempt, scene.Settings.Policy, scene.Output, making, ct);
        }

        return result;
    }

    /// <summary>A check that cannot be made is a finding, too.</summary>
    internal static async Task<CopyVerdict> LookAsync(Func<Task<CopyVerdict>> look)
    {
        try
        {
            return await look();
        }
        catch (KindFault e)
        {
            return new CopyVerdict(CopyOutcome.Unknown, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CopyVerdict(CopyOutcome.Unknown, FileFaults.ToResult(e).Summary);
        }
    }

    /// <summary>What stays of an attempt that failed: nothing, unless the copy was complete already.</summary>
    private static async Task GiveUpAsync(JobAttempt attempt, BackupCopy copy, string temporary)
    {
        CopyFiles.Remove(temporary);
        try
        {
            await attempt.CommitAsync(
                async (db, token) =>
                {
                    if (await db.Set<BackupCopy>().Where(c => c.Id == copy.Id && c.State == CopyState.Making).ExecuteDeleteAsync(token) > 0)
                    {
                        CopyFiles.Remove(copy); // renamed, and then the record was not stored
                    }
                },
                CancellationToken.None);
        }
        catch (FenceLostException)
        {
            // Whoever owns the run now tidies up.
        }
    }

    /// <summary>Attempts that died: their programs, temporary files, records, and files that were renamed but never recorded.</summary>
    private async Task TidyAsync(JobAttempt attempt, string folder, string mark, BackupMaking making, CancellationToken ct)
    {
        async Task<bool> IsDeadAsync(Guid run) => run == attempt.RunId || await records.IsDeadAsync(run, ct);
        ProgramRunner.KillLeftOvers(mark);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, $"{MakingPrefix}*").ToList())
        {
            if (Guid.TryParseExact(Path.GetFileName(path)[MakingPrefix.Length..].Split('-')[0], "N", out var run) && await IsDeadAsync(run))
            {
                ProgramRunner.KillLeftOvers(run.ToString("N", CultureInfo.InvariantCulture));
                DurableFiles.Remove(path);
            }
        }

        await making.TidyAsync(IsDeadAsync, ct); // before the records go: they name what is left in a repository
        await keeping.ForgetDeadAsync(attempt, IsDeadAsync, ct);
    }
}
