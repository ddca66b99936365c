using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Alerts;

/// <summary>What was done about alerts, and floods; not every alert that comes, or a storm would bury the book.</summary>
internal sealed class AlertLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewAlerts;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["flood.began", "flood.ended"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople =>
    [
        "alert.acknowledged", "alert.unacknowledged", "alert.taken", "alert.given", "alert.pooled", "alert.reranked",
        "alert.shelved", "alert.unshelved", "alert.noted", "alert.linked", "alert.closed", "alert.undone",
    ];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject == "alert" ? $"/alerts/{subjectId}" : null;
}
