using OpsBridge.Assets;

namespace OpsBridge.Rounds.Checklists;

/// <summary>What a supervisor says about a checklist.</summary>
/// <param name="Name">1 to <see cref="MaxName"/> characters.</param>
/// <param name="DeskId">The desk whose watch does it.</param>
/// <param name="Schedule">When it is due.</param>
public sealed record ChecklistDetails(string Name, Guid DeskId, RoundSchedule Schedule)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>The most steps.</summary>
    public const int MostSteps = 200;

    /// <summary>The longest time before and after due, in minutes.</summary>
    public const int MostMinutes = 12 * 60;

    private const int MaxUnit = 20;
    private const int MaxMetric = 200;
    private const int MaxShiftName = 40;

    /// <summary>What it is for; null for none.</summary>
    public string? Notes { get; init; }

    /// <summary>The site where it is done; null for none.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Minutes before due from which it can be done; 0 to <see cref="MostMinutes"/>.</summary>
    public int OpensBefore { get; init; } = 30;

    /// <summary>Minutes after due from which it is overdue; 1 to <see cref="MostMinutes"/>.</summary>
    public int Grace { get; init; } = 30;

    /// <summary>The steps in the order of the route, 1 to <see cref="MostSteps"/>.</summary>
    public IReadOnlyList<ChecklistStep> Steps { get; init; } = [];

    /// <summary>Trimmed; what a kind of step does not use is left out.</summary>
    public ChecklistDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Notes = PlainText.TrimToNull(Notes),
        Schedule = Schedule with { Cron = Schedule.Cron.Trim(), Zone = Schedule.Zone.Trim(), Shifts = [.. Schedule.Shifts.Select(s => s.Trim()).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)] },
        Steps = [.. Steps.Select(Normalized)],
    };

    /// <summary>Plain words by field; empty when everything is right. The fields of a step are named <c>Steps[3].Title</c>.</summary>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        void Check(bool right, string field, string words)
        {
            if (!right)
            {
                errors.TryAdd(field, words);
            }
        }

        Check(PlainText.IsLine(Name, 1, MaxName), nameof(Name), $"A name of 1 to {MaxName} characters on one line.");
        Check(PlainText.IsText(Notes, ChecklistStep.MaxHelp), nameof(Notes), $"At most {ChecklistStep.MaxHelp} characters.");
        Check(Schedule.Shifts.All(s => PlainText.IsLine(s, 0, MaxShiftName)), nameof(Schedule), "Names of shifts have at most 40 characters.");
        Check(OpensBefore is >= 0 and <= MostMinutes, nameof(OpensBefore), $"0 to {MostMinutes} minutes.");
        Check(Grace is >= 1 and <= MostMinutes, nameof(Grace), $"1 to {MostMinutes} minutes.");
        Check(Steps.Count is >= 1 and <= MostSteps, nameof(Steps), $"1 to {MostSteps} steps.");
        Check(Steps.DistinctBy(s => s.Id).Count() == Steps.Count, nameof(Steps), "Two steps have one key.");
        if (Schedule.Fault(now) is { } fault)
        {
            errors.TryAdd(nameof(Schedule), fault);
        }

        for (var i = 0; i < Steps.Count && i < MostSteps; i++)
        {
            CheckStep(Steps[i], $"Steps[{i}]", Check);
        }

        return errors;
    }

    private static ChecklistStep Normalized(ChecklistStep step) => step with
    {
        Title = step.Title.Trim(),
        Help = PlainText.TrimToNull(step.Help),
        Place = PlainText.TrimToNull(step.Place),
        Unit = step.IsNumeric ? step.Unit.Trim() : "",
        Limits = step.IsNumeric ? step.Limits : StepLimits.None,
        Choices = step.Kind == StepKind.Choice ? [.. step.Choices.Select(c => c with { Text = c.Text.Trim() })] : [],
        Sensor = step.Kind == StepKind.Number && step.AssetId is not null ? step.Sensor : null,
    };

    private static void CheckStep(ChecklistStep step, string at, Action<bool, string, string> check)
    {
        check(Enum.IsDefined(step.Kind), $"{at}.Kind", "Choose what it asks for.");
        check(PlainText.IsLine(step.Title, 1, ChecklistStep.MaxTitle), $"{at}.Title", $"1 to {ChecklistStep.MaxTitle} characters on one line.");
        check(PlainText.IsText(step.Help, ChecklistStep.MaxHelp), $"{at}.Help", $"At most {ChecklistStep.MaxHelp} characters.");
        check(PlainText.IsLine(step.Place, 0, ChecklistStep.MaxPlace), $"{at}.Place", $"At most {ChecklistStep.MaxPlace} characters on one line.");
        check(PlainText.IsLine(step.Unit, 0, MaxUnit), $"{at}.Unit", $"At most {MaxUnit} characters.");
        check(step.Limits.Fault() is null, $"{at}.Limits", step.Limits.Fault() ?? "");
        check(step.Kind != StepKind.Choice || step.Choices.Count is >= 2 and <= 12, $"{at}.Choices", "2 to 12 answers.");
        check(step.Choices.All(c => PlainText.IsLine(c.Text, 1, 60)), $"{at}.Choices", "An answer has 1 to 60 characters.");
        check(step.Choices.DistinctBy(c => c.Text.Trim()).Count() == step.Choices.Count, $"{at}.Choices", "Each answer once.");
        check(step.Sensor is null or { Tolerance: > 0 }, $"{at}.Sensor", "A tolerance above 0.");
        check(step.Sensor is null || PlainText.IsLine(step.Sensor.Metric, 1, MaxMetric), $"{at}.Sensor", "Choose a metric.");
    }
}
