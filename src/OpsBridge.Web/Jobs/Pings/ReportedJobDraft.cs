using System.Globalization;
using OpsBridge.Alerts;

namespace OpsBridge.Jobs.Pings;

/// <summary>A reported job while it is being typed; not yet checked.</summary>
public sealed class ReportedJobDraft
{
    /// <summary>Expected every so often.</summary>
    public const string ByPeriod = "period";

    /// <summary>Expected by a cron line or calendar events.</summary>
    public const string BySchedule = "schedule";

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Slug.</summary>
    public string? Slug { get; set; }

    /// <summary>Tags.</summary>
    public string? Tags { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary><see cref="ByPeriod"/> or <see cref="BySchedule"/>.</summary>
    public string Form { get; set; } = ByPeriod;

    /// <summary>Period: "1 d", "90 min", "1 h 30 min".</summary>
    public string? Period { get; set; } = "1 d";

    /// <summary>Schedule.</summary>
    public string? Schedule { get; set; } = "30 2 * * *";

    /// <summary>IANA zone.</summary>
    public string? Zone { get; set; } = "UTC";

    /// <summary>Grace, as <see cref="Period"/>.</summary>
    public string? Grace { get; set; } = "1 h";

    /// <summary>Key of the asset; blank for none.</summary>
    public string? AssetId { get; set; }

    /// <summary>Key of the desk; blank for all.</summary>
    public string? DeskId { get; set; }

    /// <summary>Word of <see cref="AlertSeverity"/>.</summary>
    public string? Severity { get; set; } = nameof(AlertSeverity.Major);

    /// <summary>Only POST counts.</summary>
    public bool PostOnly { get; set; }

    /// <summary>Pings do not resume it.</summary>
    public bool ManualResume { get; set; }

    /// <summary>What its bodies mean.</summary>
    public PingFilter Filter { get; set; } = PingFilter.None;

    /// <summary>The known values, ready to be changed.</summary>
    public static ReportedJobDraft Of(ReportedJobDetails known) => new()
    {
        Name = known.Name,
        Slug = known.Slug,
        Tags = known.Tags,
        Description = known.Description,
        Form = known.Schedule is null ? ByPeriod : BySchedule,
        Period = Words(known.Period),
        Schedule = known.Schedule ?? "30 2 * * *",
        Zone = known.Zone,
        Grace = Words(known.Grace),
        AssetId = known.AssetId?.ToString(),
        DeskId = known.DeskId?.ToString(),
        Severity = known.Severity.ToString(),
        PostOnly = known.PostOnly,
        ManualResume = known.ManualResume,
        Filter = known.Filter,
    };

    /// <summary>The values as the use case takes them; what is no duration becomes one that validation refuses.</summary>
    public ReportedJobDetails ToDetails(TimeSpan knownPeriod) => new(Name ?? "")
    {
        Slug = Slug ?? "",
        Tags = Tags ?? "",
        Description = Description ?? "",
        Period = Form == BySchedule ? knownPeriod : Span(Period) ?? TimeSpan.Zero,
        Schedule = Form == BySchedule ? (string.IsNullOrWhiteSpace(Schedule) ? "?" : Schedule) : null,
        Zone = Zone ?? "",
        Grace = Span(Grace) ?? TimeSpan.Zero,
        AssetId = Guid.TryParse(AssetId, out var asset) ? asset : null,
        DeskId = Guid.TryParse(DeskId, out var desk) ? desk : null,
        Severity = Enum.TryParse<AlertSeverity>(Severity, out var severity) ? severity : (AlertSeverity)(-1),
        PostOnly = PostOnly,
        ManualResume = ManualResume,
        Filter = Filter,
    };

    /// <summary>Reads "1 d 6 h", "90 min", "45 s"; a bare number is minutes. Null for anything else.</summary>
    public static TimeSpan? Span(string? text)
    {
        var rest = (text ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        var sum = TimeSpan.Zero;
        while (rest.Length > 0)
        {
            var digits = string.Concat(rest.TakeWhile(char.IsAsciiDigit));
            var unit = string.Concat(rest[digits.Length..].TakeWhile(char.IsAsciiLetter));
            if (digits.Length is 0 or > 8 || digits.Length + unit.Length == 0 || Unit(unit) is not { } one)
            {
                return null;
            }

            sum += one * int.Parse(digits, CultureInfo.InvariantCulture);
            rest = rest[(digits.Length + unit.Length)..];
        }

        return sum == TimeSpan.Zero ? null : sum;
    }

    /// <summary>A duration as <see cref="Span"/> reads it.</summary>
    public static string Words(TimeSpan span) => string.Join(' ', new[] { Part(span.Days, "d"), Part(span.Hours, "h"), Part(span.Minutes, "min"), Part(span.Seconds, "s") }.Where(p => p.Length > 0));

    private static string Part(int number, string unit) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");

    private static TimeSpan? Unit(string word) => word switch
    {
        "w" or "week" or "weeks" => TimeSpan.FromDays(7),
        "d" or "day" or "days" => TimeSpan.FromDays(1),
        "h" or "hour" or "hours" => TimeSpan.FromHours(1),
        "" or "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
        "s" or "sec" or "second" or "seconds" => TimeSpan.FromSeconds(1),
        _ => null,
    };
}
