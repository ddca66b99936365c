using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>The words of an event: which of its texts is the line of the list, which is the detail, which are links.</summary>
internal static class EventText
{
    private const int LongestLine = 300;
    private const int LongestAddress = 2000;
    private const int MostLinks = 20;

    private static readonly string[] s_summaries = ["summary", "title", "message", "description"];
    private static readonly string[] s_details = ["description", "message", "details"];

    private static readonly (string Annotation, string Text)[] s_links =
    [
        ("runbook_url", "Runbook"), ("runbook", "Runbook"), ("dashboard_url", "Dashboard"), ("dashboardURL", "Dashboard"),
        ("dashboard", "Dashboard"), ("panelURL", "Panel"), ("panel_url", "Panel"), ("silenceURL", "Silence at the sender"),
    ];

    /// <summary>One line, never empty, at most 300 characters.</summary>
    public static string Summary(IncomingEvent e)
    {
        if (Line(e.Summary) is { } own)
        {
            return own;
        }

        foreach (var name in s_summaries)
        {
            if (Line(e.Annotations[name]) is { } line)
            {
                return line;
            }
        }

        return Line(string.Join(" on ", new[] { e.Labels["alertname"], e.Labels["instance"] ?? e.Labels["host"] }.Where(t => t is not null)))
            ?? Line(string.Join(", ", e.Labels.Take(3).Select(l => $"{l.Key} {l.Value}")))
            ?? "Event without text";
    }

    /// <summary>More text; null where there is none beyond the summary.</summary>
    public static string? Detail(IncomingEvent e, string summary)
    {
        var text = e.Detail ?? s_details.Select(name => e.Annotations[name]).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
        return string.IsNullOrWhiteSpace(text) || text.Trim() == summary ? null : text.Trim();
    }

    /// <summary>The event's own links, then those that its annotations name; one per address.</summary>
    public static IReadOnlyList<AlertLink> Links(IncomingEvent e)
    {
        var links = e.Links.Where(l => IsWebAddress(l.Href)).ToList();
        foreach (var (annotation, text) in s_links)
        {
            if (e.Annotations[annotation] is { } href && IsWebAddress(href) && links.TrueForAll(l => l.Href != href))
            {
                links.Add(new AlertLink(text, href));
            }
        }

        return links.Count <= MostLinks ? links : links[..MostLinks];
    }

    /// <summary>Absolute http or https, without a name and password in it, at most 2000 characters.</summary>
    public static bool IsWebAddress(string text) =>
        text.Length <= LongestAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    /// <summary>The text on one line: every run of white space and control characters becomes one blank.</summary>
    private static string? Line(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        Span<char> line = stackalloc char[LongestLine];
        var length = 0;
        foreach (var c in text)
        {
            var blank = char.IsWhiteSpace(c) || char.IsControl(c);
            if (blank && (length == 0 || line[length - 1] == ' '))
            {
                continue;
            }

            if (length == LongestLine)
            {
                line[^1] = '…';
                break;
            }

            line[length++] = blank ? ' ' : c;
        }

        var result = line[..length].TrimEnd(' ').ToString();
        return result.Length == 0 ? null : Whole(result);
    }

    /// <summary>Without half a character where the cut fell into one.</summary>
    private static string Whole(string line) =>
        line.Length > 1 && line[^1] == '…' && char.IsHighSurrogate(line[^2]) ? line[..^2] + "…" : line;
}
