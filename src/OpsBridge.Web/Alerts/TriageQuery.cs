using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>
/// What a triage screen shows, as it stands in the address: a pasted link shows a colleague the same rows. Values that nobody
/// knows count as absent, so an old link still opens.
/// </summary>
public sealed record TriageQuery
{
    /// <summary>The condition holds and nobody has acknowledged.</summary>
    public const string Unhandled = "unhandled";

    /// <summary>Owned by the viewer.</summary>
    public const string Mine = "mine";

    /// <summary>Acknowledged, or hidden by design.</summary>
    public const string Handled = "handled";

    /// <summary>Gone before anybody saw them.</summary>
    public const string Returned = "returned";

    /// <summary>Everything open.</summary>
    public const string All = "all";

    /// <summary>Closed within the last 24 hours.</summary>
    public const string Closed = "closed";

    private const int LongestText = 500;

    /// <summary>The views, in the order of the tabs.</summary>
    public static IReadOnlyList<string> Views { get; } = [Unhandled, Mine, Handled, Returned, All, Closed];

    /// <summary>One of <see cref="Views"/>.</summary>
    public string View { get; init; } = Unhandled;

    /// <summary>Words, or matchers as <see cref="MatcherSet"/> reads them; at most 500 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>Rows of a site lie together.</summary>
    public bool BySite { get; init; } = true;

    /// <summary>Only this site, by name.</summary>
    public string? Site { get; init; }

    /// <summary>Only this severity.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Only what nobody owns.</summary>
    public bool Unowned { get; init; }

    /// <summary>Only what was raised longer ago than so many minutes; 0 for everything.</summary>
    public int OlderThanMinutes { get; init; }

    /// <summary>The alert in the preview.</summary>
    public long? Selected { get; init; }

    /// <summary>Whether anything but view, grouping and selection narrows the rows.</summary>
    public bool Narrowed => Text.Length > 0 || Site is not null || Severity is not null || Unowned || OlderThanMinutes > 0;

    /// <summary>Which rows are in the list, apart from the selection: while it stays the same, rows keep their places.</summary>
    public string Key => (this with { Selected = null }).ToQuery();

    /// <summary>Reads the part of an address after the question mark; the mark itself may be there.</summary>
    public static TriageQuery Parse(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? One(string name) => values.TryGetValue(name, out var found) && found.Count > 0 && !string.IsNullOrEmpty(found[0]) ? found[0] : null;
        var text = One("q") ?? "";
        return new TriageQuery
        {
            View = One("view") is { } view && Views.Contains(view, StringComparer.Ordinal) ? view : Unhandled,
            Text = text.Length <= LongestText ? text : text[..LongestText],
            BySite = One("group") != "none",
            Site = One("site"),
            Severity = Enum.TryParse<AlertSeverity>(One("severity"), ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null,
            Unowned = One("owner") == "none",
            OlderThanMinutes = int.TryParse(One("older"), NumberStyles.None, CultureInfo.InvariantCulture, out var older) ? older : 0,
            Selected = long.TryParse(One("alert"), NumberStyles.None, CultureInfo.InvariantCulture, out var selected) ? selected : null,
        };
    }

    /// <summary>The part of an address after the path: "" or "?view=mine&amp;...". Defaults are left out.</summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        void Add(string name, string? value, string? unless = null)
        {
            if (!string.IsNullOrEmpty(value) && value != unless)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        Add("view", View, Unhandled);
        Add("severity", Severity?.ToString().ToLowerInvariant());
        Add("site", Site);
        Add("owner", Unowned ? "none" : null);
        Add("older", OlderThanMinutes.ToString(CultureInfo.InvariantCulture), "0");
        Add("q", Text);
        Add("group", BySite ? null : "none");
        Add("alert", Selected?.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    /// <summary>The rows to show, in order, and how many each view would show.</summary>
    /// <param name="open">Every open alert.</param>
    /// <param name="closed">The recently closed ones; null when they have not been read.</param>
    /// <param name="viewer">Who looks; decides what is "mine".</param>
    /// <param name="now">For <see cref="OlderThanMinutes"/>.</param>
    public TriageRows Apply(IReadOnlyList<AlertRow> open, IReadOnlyList<AlertRow>? closed, Actor viewer, DateTimeOffset now)
    {
        var filter = TriageText.Read(Text);
        bool Fits(AlertRow row) => Narrow(row, now) && filter.IsMatch(row);
        var narrowed = open.Where(Fits).ToList();
        var closedRows = closed?.Where(Fits).OrderByDescending(r => r.ClosedAt).ToList();
        var counts = Views.ToDictionary(
            v => v,
            v => v == Closed ? closedRows?.Count : narrowed.Count(r => IsIn(v, r, viewer)),
            StringComparer.Ordinal);
        var rows = View == Closed ? closedRows ?? [] : Sort(narrowed.Where(r => IsIn(View, r, viewer)));
        return new TriageRows(BySite && View != Closed ? BySites(rows) : rows, counts, filter.Error);
    }

    private static bool IsIn(string view, AlertRow row, Actor viewer) => view switch
    {
        Unhandled => row.Unhandled,
        Mine => row.OwnerId is not null && row.OwnerId == viewer.Id,
        Handled => row.Handled,
        Returned => row.State == AlertState.ReturnedUnacknowledged,
        _ => true,
    };

    private static List<AlertRow> Sort(IEnumerable<AlertRow> rows) =>
        [.. rows.OrderBy(r => r.Unhandled ? 0 : r.Handled ? 2 : 1).ThenByDescending(r => r.Severity).ThenBy(r => r.RaisedAt).ThenBy(r => r.Id)];

    // GroupBy keeps the order of first appearance, so the site with the worst row comes first.
    private static List<AlertRow> BySites(List<AlertRow> rows) => [.. rows.GroupBy(TriageRows.SiteOf, StringComparer.Ordinal).SelectMany(g => g)];

    private bool Narrow(AlertRow row, DateTimeOffset now) =>
        (Severity is null || row.Severity == Severity)
        && (Site is null || TriageRows.SiteOf(row) == Site)
        && (!Unowned || row.OwnerName is null)
        && (OlderThanMinutes == 0 || now - row.RaisedAt > TimeSpan.FromMinutes(OlderThanMinutes));
}
