using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Board;
using OpsBridge.Monitoring;

namespace OpsBridge.Bridge;

/// <summary>One figure of the bridge.</summary>
/// <param name="Value">With its unit.</param>
/// <param name="Label">What it counts.</param>
/// <param name="Href">Address that shows exactly those rows.</param>
/// <param name="Tone">Colour; null when there is nothing to say.</param>
public sealed record BridgeFact(string Value, string Label, string Href, string? Tone);

/// <summary>The figures of the bridge, from what is open and what is watched.</summary>
public static class BridgeFacts
{
    /// <summary>After so many minutes without an owner an alert counts as forgotten.</summary>
    public const int UnownedAfterMinutes = 5;

    private const double Good = 99;

    /// <summary>The row of figures, always in the same order; those about checks are left out while nothing is watched.</summary>
    public static IReadOnlyList<BridgeFact> Of(AlertBoardView open, IReadOnlyList<CheckRow> checks, DateTimeOffset now)
    {
        var unowned = new TriageQuery { Unowned = true, OlderThanMinutes = UnownedAfterMinutes };
        var facts = new List<BridgeFact>
        {
            BySeverity(open.Counts, AlertSeverity.Critical),
            BySeverity(open.Counts, AlertSeverity.Major),
            BySeverity(open.Counts, AlertSeverity.Warning),
            Fact(open.UnownedBefore(now - TimeSpan.FromMinutes(UnownedAfterMinutes)), "unowned > 5 min", unowned, "warning"),
            Fact(open.Counts.Returned, "returned unseen", new TriageQuery { View = TriageQuery.Returned }, "info"),
        };
        var on = checks.Where(c => c.Enabled).ToList();
        if (on.Count > 0)
        {
            // Rounded down: 99.96 % must not read as 100 %.
            var percent = Math.Floor(1000.0 * on.Count(c => c.Word == CheckWord.Ok) / on.Count) / 10;
            var silent = new CheckFilter("unknown", null, null).Apply(on).Count; // the page's own rule, so that the link shows exactly these
            facts.Add(new BridgeFact(string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %"), "checks ok", "/checks?show=all", percent >= Good ? "ok" : null));
            facts.Add(new BridgeFact(Text(silent), "checks unknown", "/checks?show=unknown", silent > 0 ? "unknown" : null));
        }

        return facts;
    }

    private static BridgeFact BySeverity(AlertCounts open, AlertSeverity severity)
    {
        var name = severity.ToString().ToLowerInvariant();
        return Fact(open.Unhandled[severity], name, new TriageQuery { Severity = severity }, name);
    }

    private static BridgeFact Fact(int count, string label, TriageQuery rows, string tone) =>
        new(Text(count), label, $"/alerts{rows.ToQuery()}", count > 0 ? tone : null);

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
