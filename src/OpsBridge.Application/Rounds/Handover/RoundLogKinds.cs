using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Rounds.Handover;

/// <summary>Rounds as a whole, corrections, and what is written about checklists and runbooks; single readings would bury the book.</summary>
internal sealed class RoundLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewRounds;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds =>
    [
        "round.done", "round.skipped", "round.overdue", "round.carried", "round.missed", "round.corrected", "checklist.approved", "checklist.retired",
        "runbook.approved", "runbook.retired", // what is done by a runbook stands there as notes on the alert
    ];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople => ["round.taken"];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("checklist", "Checklists"), ("runbook", "Runbooks")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "round" => $"/rounds/{subjectId}",
        "checklist" => $"/rounds/checklists/{subjectId}",
        "runbook" => $"/runbooks/{subjectId}",
        _ => null,
    };
}
