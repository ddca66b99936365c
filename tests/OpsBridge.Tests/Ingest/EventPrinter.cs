using System.Globalization;
using System.Text;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>Writes what a parser made of a message as text that people can review.</summary>
internal static class EventPrinter
{
    private const int Shown = 60;

    public static string Print(ParsedEvents parsed, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{parsed.Events.Count} read, {parsed.Rejected} refused\n");
        if (parsed.Unreadable is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"unreadable: {reason}\n");
        }

        foreach (var e in parsed.Events)
        {
            Print(text, e);
        }

        foreach (var reject in parsed.Rejects)
        {
            var raw = body.Slice(reject.Offset, reject.Length);
            text.Append(CultureInfo.InvariantCulture, $"refused {reject.Index}: {Short(reject.Reason)} | {Short(Encoding.Latin1.GetString(raw))}\n");
        }

        return text.ToString();
    }

    public static string Print(PagerDutyEvents read, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        var key = read.RoutingKey is null ? "none" : Encoding.UTF8.GetString(body[read.Secrets[0]]);
        var dedup = Guid.TryParseExact(read.DedupKey, "N", out var guid) && guid.Version == 7 ? "made here" : Short(read.DedupKey);
        text.Append(CultureInfo.InvariantCulture, $"routing key: {key}, dedup key: {dedup}\n");
        foreach (var error in read.Errors)
        {
            text.Append(CultureInfo.InvariantCulture, $"error: {error}\n");
        }

        if (read.Event is { } e)
        {
            Print(text, dedup == "made here" ? e with { DedupKey = dedup } : e);
        }

        return text.ToString();
    }

    public static string Print(CloudEventsRead read, ReadOnlySpan<byte> body) =>
        Print(read.Events, body) + string.Concat(read.Occurrences.Select(o => $"occurrence: {o.Replace("\n", " ", StringComparison.Ordinal)}\n"));

    public static string Print(IcingaCheckResult read)
    {
        var text = new StringBuilder(read.Error is { } error ? $"error: {error}\n" : $"object: {read.Name}\n");
        if (read.Event is { } e)
        {
            Print(text, e);
        }

        return text.ToString();
    }

    private static void Print(StringBuilder text, IncomingEvent e)
    {
        text.Append(CultureInfo.InvariantCulture, $"{e.Action}");
        Append(text, "severity", e.Severity);
        Append(text, "dedup key", e.DedupKey);
        Append(text, "from", e.StartsAt);
        Append(text, "to", e.EndsAt);
        text.Append(e.HoldsUntilResolved ? ", holds until resolved\n" : "\n");
        Print(text, "label", e.Labels);
        Print(text, "annotation", e.Annotations);
        Line(text, "summary", e.Summary);
        Line(text, "detail", e.Detail);
        Line(text, "generator", e.GeneratorUrl);
        foreach (var link in e.Links)
        {
            Line(text, "link", $"{link.Text} -> {link.Href}");
        }
    }

    private static void Print(StringBuilder text, string word, Labels labels)
    {
        foreach (var (name, value) in labels)
        {
            Line(text, word, $"{name} = {value}");
        }
    }

    private static void Line(StringBuilder text, string word, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {word} {Short(value)}\n");
        }
    }

    private static void Append(StringBuilder text, string word, object? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", {word} {(value is DateTimeOffset at ? at.ToString("O", CultureInfo.InvariantCulture) : value)}");
        }
    }

    private static string Short(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Length <= Shown * 2 ? text : $"{text[..Shown]}…({text.Length})…{text[^10..]}")
        {
            plain.Append(char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString());
        }

        return plain.ToString();
    }
}
