using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Monitoring;

/// <summary>Who changed what is watched: checks switched off and on, checks and assets changed.</summary>
internal sealed class MonitoringLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewChecks;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => [];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople =>
        ["check.enabled", "check.disabled", "check.changed", "check.deleted", "asset.changed", "asset.retired", "asset.reinstated"];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("asset", "Assets"), ("check", "Checks")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "check" => $"/checks?show=all&id={subjectId}",
        "asset" => $"/assets/{subjectId}",
        _ => null,
    };
}
