namespace OpsBridge.Rounds.Checklists;

/// <summary>A checklist as it is typed.</summary>
public sealed class ChecklistForm
{
    private const string UsualCron = "0 0 6,14,22 * * ?";

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Key of the desk.</summary>
    public string? Desk { get; set; }

    /// <summary>Key of the site.</summary>
    public string? Site { get; set; }

    /// <summary>What it is for.</summary>
    public string? Notes { get; set; }

    /// <summary>What it is bound to.</summary>
    public RoundTiming Timing { get; set; }

    /// <summary>Minutes away from the point of the shift.</summary>
    public string? Offset { get; set; } = "0";

    /// <summary>Names of shifts with commas between.</summary>
    public string? Shifts { get; set; }

    /// <summary>Cron expression.</summary>
    public string? Cron { get; set; } = UsualCron;

    /// <summary>Zone of the expression.</summary>
    public string? Zone { get; set; }

    /// <summary>Minutes before due.</summary>
    public string? OpensBefore { get; set; } = "30";

    /// <summary>Minutes after due.</summary>
    public string? Grace { get; set; } = "30";

    /// <summary>Steps in order.</summary>
    public List<StepForm> Steps { get; } = [];

    /// <summary>A known one.</summary>
    public static ChecklistForm Of(ChecklistDetails details, IReadOnlyDictionary<Guid, string> assets)
    {
        var schedule = details.Schedule;
        var form = new ChecklistForm
        {
            Name = details.Name, Desk = details.DeskId.ToString(), Site = details.SiteId?.ToString(), Notes = details.Notes,
            Timing = schedule.Timing, Offset = Text(schedule.OffsetMinutes), Shifts = string.Join(", ", schedule.Shifts), Cron = schedule.Cron.Length == 0 ? UsualCron : schedule.Cron, Zone = schedule.Zone,
            OpensBefore = Text(details.OpensBefore), Grace = Text(details.Grace),
        };
        form.Steps.AddRange(details.Steps.Select(s => StepForm.Of(s, s.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null)));
        return form;
    }

    /// <summary>What was typed; what cannot be read stands in <paramref name="errors"/>.</summary>
    /// <param name="assets">Keys of assets by the names that were typed; null where there is none.</param>
    /// <param name="errors">Plain words by field.</param>
    public ChecklistDetails ToDetails(IReadOnlyDictionary<string, Guid?> assets, Dictionary<string, string> errors)
    {
        var recurring = Timing == RoundTiming.Recurring;
        var schedule = new RoundSchedule(Timing)
        {
            OffsetMinutes = recurring ? 0 : Minutes(Offset, nameof(ChecklistDetails.Schedule), errors),
            Shifts = recurring ? [] : (Shifts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Cron = recurring ? Cron ?? "" : "",
            Zone = recurring ? Zone ?? "" : "",
        };
        return new ChecklistDetails(Name ?? "", Guid.TryParse(Desk, out var desk) ? desk : Guid.Empty, schedule)
        {
            SiteId = Guid.TryParse(Site, out var site) ? site : null,
            Notes = Notes,
            OpensBefore = Minutes(OpensBefore, nameof(ChecklistDetails.OpensBefore), errors),
            Grace = Minutes(Grace, nameof(ChecklistDetails.Grace), errors),
            Steps = [.. Steps.Select((s, i) => s.ToStep(AssetOf(s, i, assets, errors), $"Steps[{i}]", errors))],
        };
    }

    private static int Minutes(string? typed, string field, Dictionary<string, string> errors)
    {
        if (int.TryParse(typed, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var minutes))
        {
            return minutes;
        }

        errors[field] = "A number of minutes.";
        return 1;
    }

    private static Guid? AssetOf(StepForm step, int place, IReadOnlyDictionary<string, Guid?> assets, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(step.Asset))
        {
            return null;
        }

        var asset = assets.GetValueOrDefault(step.Asset.Trim());
        if (asset is null)
        {
            errors[$"Steps[{place}].AssetId"] = "There is no asset of this name.";
        }

        return asset;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
