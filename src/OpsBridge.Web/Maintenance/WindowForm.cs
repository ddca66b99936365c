using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>The plan of a window as it is being typed.</summary>
public sealed class WindowForm
{
    /// <summary>Days of the week.</summary>
    public const string Weekly = "weekly";

    /// <summary>A day of the month.</summary>
    public const string Monthly = "monthly";

    /// <summary>An expression written by hand.</summary>
    public const string ByHand = "cron";

    /// <summary>What is done.</summary>
    public string? Name { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>When it is in force.</summary>
    public WindowKind Kind { get; set; }

    /// <inheritdoc cref="WindowDetails.From"/>
    public DateTimeOffset? From { get; set; }

    /// <inheritdoc cref="WindowDetails.To"/>
    public DateTimeOffset? To { get; set; }

    /// <summary>Length as typed: hours and minutes.</summary>
    public string? Lasts { get; set; } = "2:00";

    /// <summary>Key of the window that starts it.</summary>
    public string? Trigger { get; set; }

    /// <summary>weekly, monthly or cron.</summary>
    public string Form { get; set; } = Weekly;

    /// <summary>Time of day as typed.</summary>
    public string? At { get; set; } = "02:30";

    /// <summary>Days of the week.</summary>
    public HashSet<DayOfWeek> On { get; } = [DayOfWeek.Sunday];

    /// <summary>Which day of the month: <c>1</c> to <c>31</c>, <c>L</c>, or a weekday's number and order, <c>1#1</c>, <c>6L</c>.</summary>
    public string? MonthDay { get; set; } = "1";

    /// <summary>The expression written by hand.</summary>
    public string? Cron { get; set; } = "0 30 2 ? * SUN";

    /// <summary>IANA zone.</summary>
    public string? Zone { get; set; }

    /// <summary>Conditions.</summary>
    public List<MatcherLine> Lines { get; private set; } = [];

    /// <summary>Asset, with everything reached through it.</summary>
    public AssetLink? Asset { get; set; }

    /// <summary>Key of the site.</summary>
    public string? Site { get; set; }

    /// <summary>An empty form.</summary>
    public static WindowForm New(DateTimeOffset now, string zone)
    {
        var next = now.AddMinutes(60 - now.Minute).AddSeconds(-now.Second);
        return new WindowForm { From = next, To = next.AddHours(2), Zone = zone, Lines = [new MatcherLine()] };
    }

    /// <summary>The form of a known window.</summary>
    public static WindowForm Of(WindowRow row)
    {
        var plan = row.Plan;
        var form = new WindowForm
        {
            Name = plan.Name,
            Reason = plan.Reason,
            Kind = plan.Kind,
            From = plan.From,
            To = plan.To,
            Lasts = plan.Lasts is { } lasts ? Show(lasts) : "2:00",
            Trigger = plan.TriggerId?.ToString(),
            Zone = plan.Zone ?? "UTC",
            Lines = MatcherLine.Of(plan.Scope.Matchers),
            Asset = plan.Scope.AssetId is { } asset ? new AssetLink(asset, row.AssetName ?? asset.ToString(), "", "", null) : null,
            Site = plan.Scope.SiteId?.ToString(),
        };
        form.ReadCron(plan.Cron);
        return form;
    }

    /// <summary>The plan, or what is wrong with the typed texts by field of <see cref="WindowDetails"/>.</summary>
    public (WindowDetails? Plan, IReadOnlyDictionary<string, string> Errors) Read()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (matchers, wrong) = MatcherLine.Read(Lines);
        if (wrong is not null)
        {
            errors[nameof(WindowDetails.Scope)] = wrong;
        }

        var lasts = ParseLasts(Lasts);
        if (Kind != WindowKind.Fixed && lasts is null)
        {
            errors[nameof(WindowDetails.Lasts)] = "Give hours and minutes, for example 2:00 or 0:45.";
        }

        var cron = Kind == WindowKind.Recurring ? ToCron() : null;
        if (Kind == WindowKind.Recurring && cron is null)
        {
            errors[nameof(WindowDetails.Cron)] = Form == Weekly && On.Count == 0 ? "Choose at least one day." : "Give a time of day, for example 02:30.";
        }

        var scope = new MaintenanceScope(matchers, Asset?.Id, Guid.TryParse(Site, out var site) ? site : null);
        return errors.Count > 0
            ? (null, errors)
            : (new WindowDetails(Name ?? "", Reason ?? "", Kind, scope)
            {
                From = From,
                To = To,
                Lasts = lasts,
                TriggerId = Guid.TryParse(Trigger, out var trigger) ? trigger : null,
                Cron = cron,
                Zone = Zone,
            }, errors);
    }

    /// <summary>The expression that the chosen form means; null while its time cannot be read.</summary>
    public string? ToCron()
    {
        if (Form == ByHand)
        {
            return Cron ?? "";
        }

        if (!TimeOnly.TryParseExact(At?.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return null;
        }

        return Form == Weekly
            ? On.Count == 0 ? null : new RecurrenceForm.Weekly(at, On).ToCron()
            : Text(at);
    }

    private string Text(TimeOnly at)
    {
        var day = MonthDay ?? "1";
        return day.Contains('#', StringComparison.Ordinal) || (day.Length == 2 && day[1] == 'L')
            ? string.Create(CultureInfo.InvariantCulture, $"0 {at.Minute} {at.Hour} ? * {day}")
            : string.Create(CultureInfo.InvariantCulture, $"0 {at.Minute} {at.Hour} {day} * ?");
    }

    private void ReadCron(string? cron)
    {
        if (cron is null)
        {
            return;
        }

        Cron = cron;
        var form = RecurrenceForm.Of(cron);
        Form = form switch { null => ByHand, RecurrenceForm.Weekly => Weekly, _ => Monthly };
        At = form?.At.ToString("HH:mm", CultureInfo.InvariantCulture) ?? At;
        switch (form)
        {
            case RecurrenceForm.Weekly weekly:
                On.Clear();
                On.UnionWith(weekly.On);
                break;
            case not null:
                var parts = cron.Split(' ');
                MonthDay = parts[3] == "?" ? parts[5] : parts[3];
                break;
        }
    }

    private static string Show(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}");

    private static TimeSpan? ParseLasts(string? text) =>
        (text ?? "").Trim().Split(':') is [var hours, var minutes]
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && h <= 9999
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) && m < 60
            ? new TimeSpan(h, m, 0)
            : null;
}
