using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Views;

namespace OpsBridge.Alerts;

/// <summary>What a triage screen reads besides the alerts.</summary>
/// <param name="Flood">How fast alarms come.</param>
/// <param name="Labels">Names and values on the board.</param>
/// <param name="Views">Saved ways to look.</param>
/// <param name="Symptoms">Which alerts are folded under which.</param>
/// <param name="Groups">Which alerts the grouping rules show as one.</param>
public sealed record TriageSurroundings(IFloodWatch Flood, LabelIndex Labels, ISavedViews Views, SymptomIndex Symptoms, IRuleGroups Groups);
