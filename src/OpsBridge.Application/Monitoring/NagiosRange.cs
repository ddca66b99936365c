using System.Globalization;

namespace OpsBridge.Monitoring;

/// <summary>
/// A threshold range <c>[@][start:]end</c> of the monitoring-plugins guidelines. An alert is due outside the range
/// (ends included in the range), or inside it (ends included) when it begins with <c>@</c>.
/// </summary>
public sealed record NagiosRange
{
    private NagiosRange(double start, double end, bool alertInside)
    {
        Start = start;
        End = end;
        AlertInside = alertInside;
    }

    /// <summary>Lower end; negative infinity when written <c>~</c>.</summary>
    public double Start { get; }

    /// <summary>Upper end; positive infinity when left out.</summary>
    public double End { get; }

    /// <summary>True for <c>@</c>: values inside raise the alert.</summary>
    public bool AlertInside { get; }

    /// <summary>Longest text accepted.</summary>
    public const int MaxLength = 100;

    /// <summary>Reads a range. Never throws: <paramref name="error"/> says in plain words what is wrong.</summary>
    public static bool TryParse(string? text, out NagiosRange? range, out string? error)
    {
        range = null;
        error = null;
        var rest = (text ?? "").AsSpan().Trim();
        if (rest.IsEmpty)
        {
            error = "a range is empty; write for example 10, 10:, ~:10, 10:20 or @10:20";
            return false;
        }

        if (rest.Length > MaxLength)
        {
            error = $"a range has more than {MaxLength} characters";
            return false;
        }

        var inside = rest[0] == '@';
        rest = inside ? rest[1..] : rest;
        var colon = rest.IndexOf(':');
        if (!TryStart(colon < 0 ? "" : rest[..colon], out var start))
        {
            error = $"'{text}' does not begin with a number or ~";
            return false;
        }

        if (!TryEnd(rest[(colon + 1)..], hasColon: colon >= 0, out var end))
        {
            error = $"'{text}' does not end with a number";
            return false;
        }

        if (start > end)
        {
            error = $"'{text}' starts above its end ({Print(start)} > {Print(end)})";
            return false;
        }

        range = new NagiosRange(start, end, inside);
        return true;
    }

    /// <summary>True when <paramref name="value"/> raises the alert. NaN (undetermined) never does.</summary>
    public bool Alerts(double value) => !double.IsNaN(value) && (value >= Start && value <= End) == AlertInside;

    /// <summary>The shortest text that reads back as this range.</summary>
    public override string ToString()
    {
        var prefix = AlertInside ? "@" : "";
        if (double.IsPositiveInfinity(End))
        {
            return $"{prefix}{Print(Start)}:";
        }

        return Start == 0 ? prefix + Print(End) : $"{prefix}{Print(Start)}:{Print(End)}";
    }

    /// <summary>What passing the range means, for people: "above 10", "below 5", "outside 5 to 10", "within 5 to 10".</summary>
    public string Describe(double value)
    {
        if (AlertInside)
        {
            return $"within {Show(Start)} to {Show(End)}";
        }

        return value < Start ? $"below {Show(Start)}" : $"above {Show(End)}";
    }

    private static string Show(double limit) => limit.ToString("#,0.######", CultureInfo.InvariantCulture);

    private static bool TryStart(ReadOnlySpan<char> text, out double start)
    {
        start = 0;
        if (text is "~")
        {
            start = double.NegativeInfinity;
            return true;
        }

        return text.IsEmpty || TryNumber(text, out start);
    }

    private static bool TryEnd(ReadOnlySpan<char> text, bool hasColon, out double end)
    {
        end = double.PositiveInfinity;
        return (text.IsEmpty && hasColon) || TryNumber(text, out end);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double number)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        // The words "NaN" and "Infinity" are numbers to .NET, but not in a range.
        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private static string Print(double number) =>
        double.IsNegativeInfinity(number) ? "~" : number.ToString("R", CultureInfo.InvariantCulture);
}
