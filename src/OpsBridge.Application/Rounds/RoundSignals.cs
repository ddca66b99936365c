using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>What rounds mean for the alerts.</summary>
public static class RoundSignals
{
    /// <summary>Alert name of a reading that is out of its limits.</summary>
    public const string OutOfLimits = "ReadingOutOfLimits";

    /// <summary>Alert name of a checklist with a round that is overdue.</summary>
    public const string Overdue = "RoundOverdue";

    /// <summary>Who reports them.</summary>
    internal static Actor Reporter { get; } = Actor.Internal("rounds", Permissions.ReportAlerts);

    /// <summary>The labels that identify the alert of a step.</summary>
    public static Labels IdentityOfStep(Guid step) => Labels.Of(("alertname", OutOfLimits), ("step_id", step.ToString("N")));

    /// <summary>The labels that identify the alert of a checklist.</summary>
    public static Labels IdentityOfChecklist(Guid checklist) => Labels.Of(("alertname", Overdue), ("checklist_id", checklist.ToString("N")));

    /// <summary>The newest reading of a step: bad ones raise, good ones and steps that could not be done clear.</summary>
    internal static AlertSignal OfReading(Round round, ChecklistStep step, Reading reading, Asset? asset, string? site)
    {
        var where = asset is null ? step.Place is null ? "" : $"{step.Place}: " : $"{asset.Name}: ";
        var summary = reading.Because is { } because
            ? reading.Value is null || step.Kind == StepKind.Meter ? $"{where}{step.Title}: {because}" : $"{where}{step.Title} {reading.Show(step.Unit)}, {because}"
            : $"{where}{step.Title} {reading.Show(step.Unit)}, as it should be";
        return new AlertSignal(IdentityOfStep(step.Id), reading is { NotApplicable: false, Verdict: not Verdict.Good }, SeverityOf(reading.Verdict, asset), summary, reading.At)
        {
            Detail = $"Read by {reading.ByName} on the round “{round.Name}”.",
            Descriptive = (asset?.Tags ?? Labels.Empty)
                .With(Labels.Of(("checklist", round.Name), ("step", step.Title), ("place", step.Place ?? ""), ("asset", asset?.Name ?? ""), ("site", site ?? ""), ("desk_id", round.DeskId.ToString())))
                .With(IdentityOfStep(step.Id)),
            AssetId = asset?.Id,
            Source = "round",
        };
    }

    /// <summary>A checklist has a round that is overdue, or has none any more.</summary>
    internal static AlertSignal OfOverdue(Round round, bool firing, string desk, DateTimeOffset now) =>
        new(IdentityOfChecklist(round.ChecklistId), firing, round.CarriedAt is null ? AlertSeverity.Warning : AlertSeverity.Major, Words(round, firing, desk), now)
        {
            Descriptive = Labels.Of(("checklist", round.Name), ("desk", desk), ("desk_id", round.DeskId.ToString())).With(IdentityOfChecklist(round.ChecklistId)),
            Source = "round",
        };

    private static string Words(Round round, bool firing, string desk) => !firing
        ? $"No round of “{round.Name}” is overdue at desk {desk}"
        : round.CarriedAt is null ? $"Round “{round.Name}” is overdue at desk {desk}" : $"Round “{round.Name}” was carried over and is still not done at desk {desk}";

    private static AlertSeverity SeverityOf(Verdict verdict, Asset? asset) => verdict switch
    {
        Verdict.Alarm => asset?.Criticality >= Criticality.High ? AlertSeverity.Critical : AlertSeverity.Major,
        _ => AlertSeverity.Warning,
    };
}
