using System.Globalization;

namespace OpsBridge.Jobs.Backups;

/// <summary>Words and tones of backups.</summary>
internal static class BackupWords
{
    /// <summary>State of a copy as a word.</summary>
    public static string State(CopyState state) => state switch
    {
        CopyState.Making => "being made",
        CopyState.Unverified => "not verified",
        CopyState.Verified => "verified",
        CopyState.Corrupt => "damaged",
        _ => "deleted",
    };

    /// <summary>State of a copy as a tone.</summary>
    public static string Tone(CopyState state) => state switch
    {
        CopyState.Making => "info",
        CopyState.Unverified => "warning",
        CopyState.Verified => "ok",
        CopyState.Corrupt => "critical",
        _ => "off",
    };

    /// <summary>How a backup stands, in one or two words.</summary>
    public static string State(BackupRow row, DateTimeOffset now) => row switch
    {
        { LastGoodAt: null } => "No good copy",
        _ when row.IsOverdue(now) => "Overdue",
        { Newest: CopyState.Corrupt } or { Corrupt: > 0 } => "Damaged copy",
        { Newest: CopyState.Unverified } => "Not verified",
        _ when row.IsUnproven(now) => "Not proven",
        _ => "Good",
    };

    /// <summary>How a backup stands, as a tone.</summary>
    public static string Tone(BackupRow row, DateTimeOffset now) => row switch
    {
        _ when row.IsOverdue(now) => "critical",
        { Newest: CopyState.Corrupt } or { Corrupt: > 0 } => "critical",
        _ => row.NeedsSomebody(now) ? "warning" : "ok",
    };

    /// <summary>Age of the last good copy in percent of the recovery point.</summary>
    public static double Age(BackupRow row, DateTimeOffset now) => row.LastGoodAt is { } at ? (now - at) / row.Rpo * 100 : 100;

    /// <summary>A change of size, for example <c>+12 %</c>; null when it is small.</summary>
    public static string? Change(double? percent) => percent is { } p && Math.Abs(p) >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{p:+0;−0} %") : null;

    /// <summary>Size of a copy; in a repository also what it added.</summary>
    public static string Size(RunCopy copy) => copy.Restores is { } whole ? $"{Sizes.Of(whole)}, {Sizes.Of(copy.Bytes)} added" : Sizes.Of(copy.Bytes);

    /// <summary>State of a request as a word.</summary>
    public static string State(RestoreState state) => state switch
    {
        RestoreState.Asked => "waits for a second person",
        RestoreState.Approved => "approved",
        RestoreState.Running => "runs",
        RestoreState.Done => "restored",
        RestoreState.Failed => "failed",
        RestoreState.Expired => "expired",
        _ => "refused",
    };

    /// <summary>State of a request as a tone.</summary>
    public static string Tone(RestoreState state) => state switch
    {
        RestoreState.Done => "ok",
        RestoreState.Failed => "critical",
        RestoreState.Asked => "warning",
        RestoreState.Expired or RestoreState.Refused => "off",
        _ => "info",
    };
}
