using OpsBridge.Ui;

namespace OpsBridge.Monitoring;

/// <summary>Which checks the list shows; lives in the address, so that a pasted link shows the same.</summary>
/// <param name="Show">problems, all, unknown, flapping or off.</param>
/// <param name="Text">Text that asset, check, target, site or summary contain; null for any.</param>
/// <param name="Site">Key of the site; null for all.</param>
public sealed record CheckFilter(string Show, string? Text, Guid? Site)
{
    /// <summary>What is shown when the address says nothing.</summary>
    public const string Default = "problems";

    private static readonly (string Value, string Text)[] s_views =
        [("problems", "Problems"), ("all", "All"), ("unknown", "Unknown"), ("flapping", "Flapping"), ("off", "Off")];

    /// <summary>The filter that an address means; what it does not understand is left out.</summary>
    public static CheckFilter From(string? show, string? text, string? site) => new(
        Array.Exists(s_views, v => v.Value == show) ? show! : Default,
        string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        Guid.TryParse(site, out var id) ? id : null);

    /// <summary>The checks shown, worst first, then by site, asset and name.</summary>
    public IReadOnlyList<CheckRow> Apply(IReadOnlyList<CheckRow> rows) =>
        [.. rows.Where(r => IsIn(Show, r) && Matches(r)).OrderByDescending(r => r.Word)]; // a stable sort: the board's order within a state

    /// <summary>The views with the number of checks in each, as text and site narrow them.</summary>
    public IReadOnlyList<Segment> Views(IReadOnlyList<CheckRow> rows)
    {
        var matching = rows.Where(Matches).ToList();
        return [.. s_views.Select(v => new Segment(v.Value, v.Text, matching.Count(r => IsIn(v.Value, r))))];
    }

    private static bool IsIn(string show, CheckRow row) => show switch
    {
        "problems" => row.Word is CheckWord.Warning or CheckWord.Critical or CheckWord.Unknown or CheckWord.NoData,
        "unknown" => row.Word is CheckWord.Unknown or CheckWord.NoData or CheckWord.Unreachable or CheckWord.Pending,
        "flapping" => row.Enabled && row.Reading.Flapping,
        "off" => !row.Enabled,
        _ => true,
    };

    private bool Matches(CheckRow row) =>
        (Site is null || row.SiteId == Site)
        && (Text is null || Has(row.AssetName) || Has(row.Name) || Has(row.Target) || Has(row.SiteName) || Has(row.Reading.Summary));

    private bool Has(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}
