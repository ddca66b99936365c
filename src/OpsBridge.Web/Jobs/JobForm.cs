using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs;

/// <summary>A job as it is being typed.</summary>
public sealed class JobForm
{
    private const string NoSpan = "Give a length of time, for example 90 s, 15 min or 1 h 30 min.";

    /// <inheritdoc cref="JobDetails.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="JobDetails.Description"/>
    public string? Description { get; set; }

    /// <inheritdoc cref="JobDetails.Settings"/>
    public JobSettings Settings { get; set; } = KindFields.Beginning;

    /// <inheritdoc cref="JobDetails.Schedule"/>
    public required ScheduleForm Schedule { get; set; }

    /// <summary>The asset that it is about.</summary>
    public AssetLink? Asset { get; set; }

    /// <summary>Key of the calendar.</summary>
    public string? Calendar { get; set; }

    /// <inheritdoc cref="JobDetails.OnlyWhile"/>
    public OnlyWhile OnlyWhile { get; set; }

    /// <inheritdoc cref="JobDetails.CatchUp"/>
    public CatchUp CatchUp { get; set; }

    /// <inheritdoc cref="JobDetails.Overlap"/>
    public Overlap Overlap { get; set; }

    /// <summary>Longest attempt, as typed.</summary>
    public string? Timeout { get; set; } = "1 h";

    /// <summary>Attempts in all, as typed.</summary>
    public string? Attempts { get; set; } = "1";

    /// <summary>Wait before the second attempt, as typed.</summary>
    public string? RetryAfter { get; set; } = "1 min";

    /// <summary>After which delay a start counts as missed, as typed.</summary>
    public string? LateAfter { get; set; } = "10 min";

    /// <summary>Shortest plausible duration, as typed.</summary>
    public string? AtLeast { get; set; }

    /// <summary>Longest plausible duration, as typed.</summary>
    public string? AtMost { get; set; }

    /// <summary>Deadline as typed.</summary>
    public string? Deadline { get; set; }

    /// <inheritdoc cref="JobDetails.DeadlineZone"/>
    public string? DeadlineZone { get; set; }

    /// <inheritdoc cref="JobDetails.Severity"/>
    public AlertSeverity Severity { get; set; } = AlertSeverity.Major;

    /// <inheritdoc cref="JobDetails.MayBeHeld"/>
    public bool MayBeHeld { get; set; } = true;

    /// <summary>The form of a job.</summary>
    public static JobForm Of(JobDetails job, string? assetName, DateTimeOffset now, string zone) => new()
    {
        Name = job.Name,
        Description = job.Description,
        Settings = job.Settings,
        Schedule = ScheduleForm.Of(job.Schedule, now, zone),
        Asset = job.AssetId is { } asset ? new AssetLink(asset, assetName ?? asset.ToString(), "", "", null) : null,
        Calendar = job.CalendarId?.ToString(),
        OnlyWhile = job.OnlyWhile,
        CatchUp = job.CatchUp,
        Overlap = job.Overlap,
        Timeout = JobText.Every(job.Timeout),
        Attempts = job.Attempts.ToString(CultureInfo.InvariantCulture),
        RetryAfter = JobText.Every(job.RetryAfter),
        LateAfter = JobText.Every(job.LateAfter),
        AtLeast = job.AtLeast is { } least ? JobText.Every(least) : null,
        AtMost = job.AtMost is { } most ? JobText.Every(most) : null,
        Deadline = job.Deadline?.ToString("HH:mm", CultureInfo.InvariantCulture),
        DeadlineZone = job.DeadlineZone ?? zone,
        Severity = job.Severity,
        MayBeHeld = job.MayBeHeld,
    };

    /// <summary>The details, or what is wrong by field of <see cref="JobDetails"/>; the rules of the details are asked too.</summary>
    public (JobDetails? Details, IReadOnlyDictionary<string, string> Errors) Read()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (schedule, wrong) = Schedule.Read();
        if (wrong is not null)
        {
            errors[nameof(JobDetails.Schedule)] = wrong;
        }

        var details = new JobDetails(Name ?? "", Settings, schedule ?? new Schedules.NoSchedule())
        {
            Description = Description ?? "",
            AssetId = Asset?.Id,
            CalendarId = Guid.TryParse(Calendar, out var calendar) ? calendar : null,
            OnlyWhile = OnlyWhile,
            CatchUp = CatchUp,
            Overlap = Overlap,
            Timeout = Span(nameof(Timeout), Timeout, errors),
            Attempts = Number(errors),
            RetryAfter = Span(nameof(RetryAfter), RetryAfter, errors),
            LateAfter = Span(nameof(LateAfter), LateAfter, errors),
            AtLeast = Optional(nameof(AtLeast), AtLeast, errors),
            AtMost = Optional(nameof(AtMost), AtMost, errors),
            Deadline = TimeOfDay(errors),
            DeadlineZone = string.IsNullOrWhiteSpace(Deadline) ? null : DeadlineZone,
            Severity = Severity,
            MayBeHeld = MayBeHeld,
        };
        foreach (var (field, words) in details.Validate())
        {
            errors.TryAdd(field, words);
        }

        return (errors.Count > 0 ? null : details, errors);
    }

    private TimeOnly? TimeOfDay(Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(Deadline))
        {
            return null;
        }

        if (TimeOnly.TryParseExact(Deadline.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        errors[nameof(JobDetails.Deadline)] = "Give a time of day, for example 06:00.";
        return null;
    }

    private int Number(Dictionary<string, string> errors)
    {
        if (int.TryParse(Attempts, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts))
        {
            return attempts;
        }

        errors[nameof(JobDetails.Attempts)] = "From 1 to 10 attempts.";
        return 1;
    }

    private static TimeSpan? Optional(string field, string? text, Dictionary<string, string> errors) => string.IsNullOrWhiteSpace(text) ? null : Span(field, text, errors);

    private static TimeSpan Span(string field, string? text, Dictionary<string, string> errors)
    {
        if (SpanField.Parse(text) is { } span)
        {
            return span;
        }

        errors[field] = NoSpan;
        return TimeSpan.FromMinutes(1);
    }
}
