using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Pings;

/// <summary>What the log book shows of reported jobs by itself: missing, failed and recovered, and what people did with them.</summary>
internal sealed class PingLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewJobs;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["reported_job.missing", "reported_job.failed", "reported_job.recovered"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople =>
        ["reported_job.paused", "reported_job.resumed", "reported_job.downtime", "reported_job.changed", "reported_job.created", "reported_job.removed", "reported_job.address_renewed"];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("reported_job", "Reported jobs")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject == "reported_job" ? $"/jobs/reported/{subjectId}" : null;
}
