using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs;

/// <summary>What the log book shows of jobs: what went wrong by itself, and what people did with them.</summary>
internal sealed class JobLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewJobs;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["job.failed", "job.lost", "job.missed", "job.late", "job.warned", "job.overran", "job.refused"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople =>
    [
        "job.created", "job.changed", "job.retired", "job.started", "job.cancelled", "job.paused", "job.held", "job.released", "job.resumed", "job.decided",
        "calendar.created", "calendar.changed", "calendar.retired",
    ];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("job", "Jobs"), ("calendar", "Calendars of jobs")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "job" => $"/jobs/{subjectId}",
        "calendar" => "/jobs/calendars",
        _ => null,
    };
}
