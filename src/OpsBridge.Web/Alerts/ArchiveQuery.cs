using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OpsBridge.Alerts.Archive;

namespace OpsBridge.Alerts;

/// <summary>Which part of the past a screen shows, as it stands in the address.</summary>
public sealed record ArchiveQuery
{
    /// <summary>Alerts on one page.</summary>
    public const int PageSize = 100;

    private const int LongestText = 500;

    /// <summary>Spans that end now, by the word in the address; the first is used when none is asked for.</summary>
    public static IReadOnlyList<(string Word, TimeSpan Span)> Spans { get; } =
        [("24h", TimeSpan.FromHours(24)), ("7d", TimeSpan.FromDays(7)), ("30d", TimeSpan.FromDays(30)), ("400d", TimeSpan.FromDays(400))];

    /// <summary>One of <see cref="Spans"/>; ignored when <see cref="From"/> is there.</summary>
    public string Span { get; init; } = Spans[0].Word;

    /// <summary>Begin of an own span (UTC).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of an own span (UTC); null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Matchers over labels.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only this severity.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Only from this source.</summary>
    public string? Source { get; init; }

    /// <summary>Only on assets of this site.</summary>
    public Guid? Site { get; init; }

    /// <summary>Only the closed ones.</summary>
    public bool ClosedOnly { get; init; }

    /// <summary>Where the page begins (or with <see cref="Backwards"/> ends); null for the newest.</summary>
    public ArchivePlace? Place { get; init; }

    /// <summary>The page lies before the place.</summary>
    public bool Backwards { get; init; }

    /// <summary>A page by number, from 1; only as a way to jump, its own links go by place.</summary>
    public int Page { get; init; }

    /// <summary>Reads the part of an address after the question mark.</summary>
    public static ArchiveQuery Parse(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? One(string name) => values.TryGetValue(name, out var found) && found.Count > 0 && !string.IsNullOrEmpty(found[0]) ? found[0] : null;
        var text = One("q") ?? "";
        return new ArchiveQuery
        {
            Span = One("span") is { } span && Spans.Any(s => s.Word == span) ? span : Spans[0].Word,
            From = Moment(One("from")),
            To = Moment(One("to")),
            Text = text.Length <= LongestText ? text : text[..LongestText],
            Severity = Enum.TryParse<AlertSeverity>(One("severity"), ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : null,
            Source = One("source"),
            Site = Guid.TryParse(One("site"), out var site) ? site : null,
            ClosedOnly = One("state") == "closed",
            Place = PlaceOf(One("before") ?? One("after")),
            Backwards = One("before") is null && One("after") is not null,
            Page = int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Min(page, 1_000_000) : 0,
        };
    }

    /// <summary>The part of an address after the path. Defaults are left out.</summary>
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

        Add("span", From is null ? Span : null, Spans[0].Word);
        Add("from", From is { } from ? Word(from) : null);
        Add("to", To is { } to ? Word(to) : null);
        Add("q", Text);
        Add("severity", Severity?.ToString().ToLowerInvariant());
        Add("source", Source);
        Add("site", Site?.ToString());
        Add("state", ClosedOnly ? "closed" : null);
        Add("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null);
        Add(Backwards ? "after" : "before", Place is { } place ? $"{Word(place.RaisedAt)}.{place.Id.ToString(CultureInfo.InvariantCulture)}" : null);
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    /// <summary>What to read, and what is wrong with the text; matchers that are not finished filter nothing.</summary>
    public (ArchiveFilter Filter, string? Error) ToFilter(DateTimeOffset now)
    {
        var (matchers, error) = string.IsNullOrWhiteSpace(Text) ? (null, null) : MatcherSet.Parse(Text);
        var filter = new ArchiveFilter(From ?? now - Spans.First(s => s.Word == Span).Span, To ?? now.AddMinutes(5))
        {
            Severity = Severity, Source = Source, SiteId = Site, ClosedOnly = ClosedOnly, Matchers = matchers,
        };
        return (filter, error);
    }

    private static string Word(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'ffffff", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'.'ffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) ? exact
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    private static ArchivePlace? PlaceOf(string? text)
    {
        var dot = text?.LastIndexOf('.') ?? -1;
        return dot > 0 && Moment(text![..dot]) is { } at && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ArchivePlace(at, id)
            : null;
    }
}
