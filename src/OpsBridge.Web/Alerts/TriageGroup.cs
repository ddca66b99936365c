using OpsBridge.Alerts.Board;

namespace OpsBridge.Alerts;

/// <summary>What the heading of a group says.</summary>
/// <param name="Name">Value that its rows share, or what has been done about them.</param>
/// <param name="Count">All its rows, also those that are not listed.</param>
/// <param name="Unhandled">Those that nobody handles, by severity.</param>
/// <param name="Shared">"env=prod, team=platform": labels that all its rows have alike and that are said nowhere else; "" for none.</param>
/// <param name="Aside">It holds what is handled, below the rest.</param>
public sealed record TriageGroup(string Name, int Count, SeverityCounts Unhandled, string Shared, bool Aside);
