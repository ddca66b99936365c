using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>
/// What a triage screen shows, as it stands in the address: a pasted link shows a colleague the same rows. Values that nobody
/// knows count as absent, so an old link still opens.
/// </summary>
public sealed record TriageQuery
{
    /// <summary>The condition holds and nobody has acknowledged, nothing hides it and it is no symptom.</summary>
    public const string Unhandled = "unhandled";

    /// <summary>Owned by the viewer.</summary>
    public const string Mine = "mine";

    /// <summary>Acknowledged, put aside or hidden by design.</summary>
    public const string Handled = "handled";

    /// <summary>Gone before anybody saw them.</summary>
    public const string Returned = "returned";

    /// <summary>Handled long ago, or about to come back.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>Everything open.</summary>
    public const string All = "all";

    /// <summary>Rows are not grouped.</summary>
    public const string NoGroup = "none";

    /// <summary>Rows that a grouping rule shows as one lie together.</summary>
    public const string ByRules = "rules";

    private const int LongestText = 500;
    private const int LongestName = 100;

    /// <summary>The views, in the order of the tabs.</summary>
    public static IReadOnlyList<string> Views { get; } = [Unhandled, Mine, Handled, Returned, Forgotten, All];

    /// <summary>The orders; the first is used when none is asked for.</summary>
    public static IReadOnlyList<string> Sorts { get; } = ["severity", "newest", "oldest", "count"];

    /// <summary>One of <see cref="Views"/>.</summary>
    public string View { get; init; } = Unhandled;

    /// <summary>Words, or matchers as <see cref="MatcherSet"/> reads them; at most 500 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>Rows with one value of this name lie together; <see cref="NoGroup"/> for no groups.</summary>
    public string Group { get; init; } = "site";

    /// <summary>Within a group, rows with one value of this name lie together; null for one level only.</summary>
    public string? Then { get; init; }

    /// <summary>One of <see cref="Sorts"/>.</summary>
    public string Sort { get; init; } = "severity";

    /// <summary>Which groups are folded.</summary>
    public HotFolds Folds { get; init; } = HotFolds.None;

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

    /// <summary>Which rows are in the list and in which order, apart from selection and folding: while it stays the same, rows keep their places.</summary>
    public string Key => (this with { Selected = null, Folds = HotFolds.None }).ToQuery();

    /// <summary>Reads the part of an address after the question mark; the mark itself may be there.</summary>
    public static TriageQuery Parse(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? One(string name) => values.TryGetValue(name, out var found) && found.Count > 0 && !string.IsNullOrEmpty(found[0]) ? found[0] : null;
        string? Known(string name, IReadOnlyList<string> of) => One(name) is { } value && of.Contains(value, StringComparer.Ordinal) ? value : null;
        string? Name(string name) => One(name) is { Length: <= LongestName } value ? value : null;
        var text = One("q") ?? "";
        return new TriageQuery
        {
            View = Known("view", Views) ?? Unhandled,
            Text = text.Length <= LongestText ? text : text[..LongestText],
            Group = Name("group") ?? "site",
            Then = Name("group") == NoGroup ? null : Name("then"),
            Sort = Known("sort", Sorts) ?? Sorts[0],
            Folds = HotFolds.Of(One("fold") == "all", values.TryGetValue("x", out var except) ? except.OfType<string>().Where(k => k.Length is > 0 and <= 200) : []),
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
        Add("group", Group, "site");
        Add("then", Then);
        Add("sort", Sort, Sorts[0]);
        Add("fold", Folds.All ? "all" : null);
        foreach (var key in Folds.Keys)
        {
            Add("x", key);
        }

        Add("alert", Selected?.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}
