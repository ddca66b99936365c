using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>What happens when a job does not go as planned, in words.</summary>
public static class PolicyWords
{
    /// <summary>Every policy of a job with its sentence.</summary>
    public static IReadOnlyList<(string Name, string Words)> All(JobDetails job) =>
    [
        ("Missed", Of(job.CatchUp)),
        ("Overlap", Of(job.Overlap)),
        ("Late", $"A start more than {JobText.Every(job.LateAfter)} after its time counts as missed."),
        ("Time-out", $"An attempt is stopped after {JobText.Every(job.Timeout)}."),
        ("Retry", job.Attempts == 1 ? "One attempt." : $"{job.Attempts} attempts; the second after {JobText.Every(job.RetryAfter)}, each further wait twice as long."),
        ("Duration", Duration(job)),
        ("Deadline", job.Deadline is { } time ? string.Create(CultureInfo.InvariantCulture, $"Done by {time:HH:mm} ({job.DeadlineZone}); a forecast warns before.") : "None."),
        ("Maintenance", Of(job.OnlyWhile)),
        ("Alert", $"{job.Severity} when it fails, is missed or late."),
        ("Incidents", job.MayBeHeld ? "May be held for an incident." : "Runs whatever happens: it may not be held."),
    ];

    /// <summary>What becomes of missed times.</summary>
    public static string Of(CatchUp catchUp) => catchUp switch
    {
        CatchUp.None => "Missed times stay missed.",
        CatchUp.Last => "The last missed time is made up for.",
        CatchUp.AllInOrder => "All missed times are made up for, oldest first.",
        _ => "An operator decides about each missed time.",
    };

    /// <summary>What happens while the run before still runs.</summary>
    public static string Of(Overlap overlap) => overlap switch
    {
        Overlap.Skip => "While a run still works, the next one is skipped and recorded as missed.",
        Overlap.Queue => "While a run still works, the next one waits.",
        Overlap.CancelOld => "The next run cancels one that still works.",
        _ => "Runs may work side by side.",
    };

    /// <summary>How maintenance decides about starts.</summary>
    public static string Of(OnlyWhile onlyWhile) => onlyWhile switch
    {
        OnlyWhile.InMaintenance => "Starts only while a window covers the asset.",
        OnlyWhile.OutsideMaintenance => "Does not start while a window covers the asset.",
        _ => "Starts whatever windows there are.",
    };

    /// <summary>What changed from one version to the next: field, before, after; a field that says nothing has a dash.</summary>
    /// <param name="before">The older version.</param>
    /// <param name="after">The newer one.</param>
    /// <param name="names">Names of assets, calendars and jobs by key.</param>
    /// <param name="time">The viewer's clocks.</param>
    public static IReadOnlyList<(string Field, string Before, string After)> Differences(JobDetails before, JobDetails after, IReadOnlyDictionary<Guid, string> names, ViewerTime time)
    {
        var (old, now) = (Lines(before, names, time), Lines(after, names, time));
        return [.. old.Select(o => o.Name).Union(now.Select(n => n.Name), StringComparer.Ordinal)
            .Select(f => (Field: f, Before: Find(old, f), After: Find(now, f))).Where(d => d.Before != d.After)];
    }

    private static string Find(IEnumerable<(string Name, string Words)> lines, string field) => lines.FirstOrDefault(l => l.Name == field).Words is { Length: > 0 } words ? words : "–";

    private static List<(string Name, string Words)> Lines(JobDetails job, IReadOnlyDictionary<Guid, string> names, ViewerTime time) =>
    [
        ("Name", job.Name),
        .. SettingWords.Of(job.Settings, names).Select(s => (s.Key == "Name" ? "Its name" : s.Key, s.Value)),
        ("Starts", JobText.When(job.Schedule, Named((job.Schedule as Schedules.AfterSchedule)?.JobId, names), time)),
        ("For", job.Description),
        ("Asset", Named(job.AssetId, names) ?? "none"),
        ("Calendar", Named(job.CalendarId, names) ?? "none"),
        .. All(job),
    ];

    private static string? Named(Guid? key, IReadOnlyDictionary<Guid, string> names) => key is { } known ? names.GetValueOrDefault(known) ?? "one that is gone" : null;

    private static string Duration(JobDetails job) => (job.AtLeast, job.AtMost) switch
    {
        (null, null) => "Too long is twice the 95th percentile of its past.",
        ({ } least, null) => $"At least {JobText.Every(least)}; too long is twice the 95th percentile of its past.",
        (null, { } most) => $"At most {JobText.Every(most)}.",
        ({ } least, { } most) => $"{JobText.Every(least)} to {JobText.Every(most)}.",
    };
}
