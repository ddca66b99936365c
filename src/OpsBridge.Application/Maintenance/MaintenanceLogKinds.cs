using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Maintenance;

/// <summary>Silences and maintenance windows: what was hidden, since when, and that it ended.</summary>
internal sealed class MaintenanceLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewAlerts;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["silence", "window"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople => [];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("silence", "Silences"), ("window", "Maintenance windows")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "silence" => $"/silences?id={subjectId}",
        "window" => $"/maintenance?id={subjectId}",
        _ => null,
    };
}
