using System.Globalization;
using System.Text;

namespace OpsBridge.Monitoring;

/// <summary>
/// Reader for plugin performance data: <c>'label'=value[UOM];[warn];[crit];[min];[max]</c>, separated by spaces
/// (monitoring-plugins guidelines, "Performance data"). Liberal in what it takes; everything it had to bend or drop is a fault.
/// </summary>
public static class PerformanceData
{
    /// <summary>Most metrics kept from one output.</summary>
    public const int MaxMetrics = 256;

    /// <summary>Longest label kept.</summary>
    public const int MaxLabel = 200;

    private const int MaxFaults = 20;

    /// <summary>Reads all items. Never throws; <paramref name="faults"/> receives at most 20 plain-word remarks.</summary>
    public static IReadOnlyList<Metric> Parse(string text, ICollection<string> faults)
    {
        var metrics = new List<Metric>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var position = 0;
        while (true)
        {
            while (position < text.Length && char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            if (position >= text.Length)
            {
                return metrics;
            }

            if (metrics.Count == MaxMetrics)
            {
                Fault(faults, $"more than {MaxMetrics} metrics; the rest is dropped");
                return metrics;
            }

            if (Item(text, ref position, faults) is { } metric)
            {
                if (names.Add(metric.Name))
                {
                    metrics.Add(metric);
                }
                else
                {
                    Fault(faults, $"label '{metric.Name}' appears twice; the first is kept");
                }
            }
        }
    }

    private static Metric? Item(string text, ref int position, ICollection<string> faults)
    {
        var start = position;
        var label = text[position] == '\'' ? Quoted(text, ref position) : Plain(text, ref position);
        if (label is null || position >= text.Length || text[position] != '=')
        {
            SkipWord(text, ref position);
            Fault(faults, $"'{Short(text[start..position])}' has no label=value");
            return null;
        }

        position++;
        var valueStart = position;
        SkipWord(text, ref position);
        label = label.Trim();
        if (label.Length is 0 or > MaxLabel)
        {
            Fault(faults, label.Length == 0 ? "a metric has an empty label" : $"a label is longer than {MaxLabel} characters");
            return null;
        }

        return Values(label, text[valueStart..position], faults);
    }

    private static Metric? Values(string label, string text, ICollection<string> faults)
    {
        var parts = text.Split(';');
        var (value, unit, comma) = Number(parts[0]);
        if (value is null)
        {
            Fault(faults, $"'{label}' has no number: '{Short(parts[0])}'");
            return null;
        }

        if (comma)
        {
            Fault(faults, $"'{label}' has a decimal comma; the plugin does not run in locale C");
        }

        if (parts.Length > 5)
        {
            Fault(faults, $"'{label}' has more than five fields");
        }

        return new Metric(label, value.Value, unit, Range(label, parts, 1, faults), Range(label, parts, 2, faults), Limit(parts, 3), Limit(parts, 4));
    }

    private static NagiosRange? Range(string label, string[] parts, int index, ICollection<string> faults)
    {
        if (parts.Length <= index || parts[index].Length == 0)
        {
            return null;
        }

        if (!NagiosRange.TryParse(parts[index], out var range, out _))
        {
            Fault(faults, $"'{label}' has an unreadable range '{Short(parts[index])}'");
        }

        return range;
    }

    private static double? Limit(string[] parts, int index) => parts.Length > index && Number(parts[index]).Value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>Splits <c>1.5ms</c> into number and unit. <c>U</c> gives NaN; the value is null when there is no number.</summary>
    private static (double? Value, string Unit, bool Comma) Number(string text)
    {
        if (text == "U")
        {
            return (double.NaN, "", false);
        }

        var end = NumberEnd(text);
        var unit = text[end..];
        var comma = text.AsSpan(0, end).Contains(',');
        var digits = comma ? text[..end].Replace(',', '.') : text[..end];
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, styles, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && IsUnit(unit)
            ? (value, unit, comma)
            : (null, "", false);
    }

    private static int NumberEnd(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or ',' || (end == 0 && text[end] is '-' or '+')))
        {
            end++;
        }

        // "1e3" is a number, "5EB" is five exabytes.
        if (end > 0 && end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                end = digits;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                {
                    end++;
                }
            }
        }

        return end;
    }

    private static bool IsUnit(string unit) => unit.Length <= 12 && !unit.Any(c => char.IsAsciiDigit(c) || c is '\'' or '=' or '.' or ',' || char.IsControl(c));

    private static string? Quoted(string text, ref int position)
    {
        var label = new StringBuilder();
        position++;
        while (position < text.Length)
        {
            if (text[position] != '\'')
            {
                label.Append(text[position++]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '\'')
            {
                label.Append('\'');
                position += 2;
            }
            else
            {
                position++;
                return label.ToString();
            }
        }

        return null;
    }

    private static string Plain(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] != '=' && !char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private static void SkipWord(string text, ref int position)
    {
        while (position < text.Length && !char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static void Fault(ICollection<string> faults, string text)
    {
        if (faults.Count < MaxFaults)
        {
            faults.Add(text);
        }
    }
}
