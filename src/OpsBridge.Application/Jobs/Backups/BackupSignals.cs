using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Backups;

/// <summary>The alerts that backups raise, on the asset that is backed up. Their identity is the job (or the copy), never a name.</summary>
internal static class BackupSignals
{
    public const string SizeJump = "BackupSizeJump";
    public const string Empty = "BackupEmpty";
    public const string TooFast = "BackupTooFast";
    public const string Unverified = "BackupUnverified";
    public const string Overdue = "BackupOverdue";
    public const string Unproven = "BackupUnproven";
    public const string Corrupt = "BackupCorrupt";

    private const int FastFraction = 4;
    private const int KnownRuns = 3;

    private static readonly TimeSpan s_measurable = TimeSpan.FromSeconds(4);

    /// <summary>Identity of an alert about all copies of a job.</summary>
    public static Labels OfJob(string kind, Guid jobId) => Labels.Of(("alertname", kind), ("job", jobId.ToString()));

    /// <summary>Identity of an alert about one copy.</summary>
    public static Labels OfCopy(string kind, Guid copyId) => Labels.Of(("alertname", kind), ("copy", copyId.ToString()));

    /// <summary>A signal about all copies of a job.</summary>
    public static AlertSignal Say(string kind, Guid jobId, string jobName, Guid? assetId, bool firing, AlertSeverity severity, string words, DateTimeOffset at) =>
        new(OfJob(kind, jobId), firing, severity, words, at) { AssetId = assetId, Source = "opsbridge", Descriptive = Labels.Of(("job_name", jobName)) };

    /// <summary>A copy is (no longer) damaged.</summary>
    public static AlertSignal SayCorrupt(BackupCopy copy, string jobName, bool firing, DateTimeOffset at) =>
        new(OfCopy(Corrupt, copy.Id), firing, AlertSeverity.Critical, $"Backup copy of {copy.Target} from {copy.StartedAt:yyyy-MM-dd HH:mm} UTC is damaged", at)
        {
            AssetId = copy.AssetId,
            Source = "opsbridge",
            Detail = copy.Verification,
            Descriptive = Labels.Of(("job_name", jobName)),
        };

    /// <summary>What a new copy looks like beside the ones before it.</summary>
    /// <param name="copy">The new copy, complete.</param>
    /// <param name="before">Complete copies of the same job before it, newest first.</param>
    /// <param name="policy">The job's policy.</param>
    /// <param name="jobName">Its name.</param>
    public static IReadOnlyList<AlertSignal> Judge(BackupCopy copy, IReadOnlyList<BackupCopy> before, BackupPolicy policy, string jobName)
    {
        var at = copy.EndedAt!.Value;
        AlertSignal Signal(string kind, bool firing, string words) => Say(kind, copy.JobId, jobName, copy.AssetId, firing, AlertSeverity.Warning, words, at);
        var (jump, words) = Jump(copy, before, policy);
        return
        [
            Signal(SizeJump, jump, words),
            Signal(Empty, copy.Files == 0, $"The backup of {copy.Target} holds nothing"),
            Signal(TooFast, IsTooFast(copy, before), $"The backup of {copy.Target} took only {Sizes.Of(at - copy.StartedAt)}: much less than before"),
        ];
    }

    private static (bool Jump, string Words) Jump(BackupCopy copy, IReadOnlyList<BackupCopy> before, BackupPolicy policy)
    {
        if (policy.SizeJumpPercent is not { } limit || before.FirstOrDefault(c => c.IsGood) is not { } last || Size(last) == 0)
        {
            return (false, $"The backup of {copy.Target} has its usual size");
        }

        var percent = ChangePercent(Size(last), Size(copy));
        return (Math.Abs(percent) > limit, string.Create(CultureInfo.InvariantCulture, $"The backup of {copy.Target} is {Math.Abs(percent):0} % {(percent < 0 ? "smaller" : "larger")} than the last good one ({Sizes.Of(Size(last))} → {Sizes.Of(Size(copy))})"));
    }

    /// <summary>Change from one size to the next, in percent.</summary>
    public static double ChangePercent(long from, long to) => from == 0 ? 0 : (to - from) * 100.0 / from;

    // In a repository only what is new is stored: what would be restored tells more.
    internal static long Size(BackupCopy copy) => copy.Sha256.Length == 0 && copy.SourceBytes is { } source ? source : copy.Bytes;

    private static bool IsTooFast(BackupCopy copy, IReadOnlyList<BackupCopy> before)
    {
        var durations = before.Where(c => c is { IsGood: true, EndedAt: not null }).Take(10).Select(c => c.EndedAt!.Value - c.StartedAt).Order().ToList();
        return durations.Count >= KnownRuns && durations[durations.Count / 2] is var usual && usual >= s_measurable && (copy.EndedAt!.Value - copy.StartedAt) * FastFraction < usual;
    }
}
