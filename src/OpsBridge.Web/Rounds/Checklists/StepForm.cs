using OpsBridge.Monitoring;

namespace OpsBridge.Rounds.Checklists;

/// <summary>One step as it is typed.</summary>
public sealed class StepForm
{
    private const char Deviates = '!';

    /// <summary>Key; stays the same over all versions.</summary>
    public Guid Id { get; private init; }

    /// <summary>What it asks for.</summary>
    public StepKind Kind { get; set; }

    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>What to do.</summary>
    public string? Help { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>Name of the asset.</summary>
    public string? Asset { get; set; }

    /// <summary>Unit.</summary>
    public string? Unit { get; set; }

    /// <summary>Limits as typed: alarm below, warn below, warn above, alarm above.</summary>
    public string?[] Limits { get; } = new string?[4];

    /// <summary>One answer a line; a leading <c>!</c> marks one that warns, <c>!!</c> one that alarms.</summary>
    public string? Choices { get; set; }

    /// <summary>Check and metric of the sensor, as <see cref="KeyOf"/> writes them; null for none.</summary>
    public string? Sensor { get; set; }

    /// <summary>Tolerance as typed.</summary>
    public string? Tolerance { get; set; }

    /// <summary>What the asset measures, to choose the sensor from.</summary>
    public IReadOnlyList<SeriesChoice> Measured { get; set; } = [];

    /// <summary>An empty one.</summary>
    public static StepForm New(DateTimeOffset now, StepKind kind, string? place) => new() { Id = Guid.CreateVersion7(now), Kind = kind, Place = place };

    /// <summary>A known one.</summary>
    public static StepForm Of(ChecklistStep step, string? asset)
    {
        var form = new StepForm
        {
            Id = step.Id, Kind = step.Kind, Title = step.Title, Help = step.Help, Place = step.Place, Asset = asset, Unit = step.Unit,
            Choices = string.Join('\n', step.Choices.Select(c => $"{new string(Deviates, (int)c.Means)}{c.Text}")),
            Sensor = step.Sensor is { } sensor ? KeyOf(sensor.CheckId, sensor.Metric) : null,
            Tolerance = step.Sensor is { } near ? ReadingText.Show(near.Tolerance) : null,
        };
        decimal?[] limits = [step.Limits.AlarmBelow, step.Limits.WarnBelow, step.Limits.WarnAbove, step.Limits.AlarmAbove];
        for (var i = 0; i < limits.Length; i++)
        {
            form.Limits[i] = limits[i] is { } limit ? ReadingText.Show(limit) : null;
        }

        return form;
    }

    /// <summary>Value of a sensor in a list.</summary>
    public static string KeyOf(Guid check, string metric) => $"{check:N}{metric}";

    /// <summary>The step; what cannot be read stands in <paramref name="errors"/> under <paramref name="at"/>.</summary>
    public ChecklistStep ToStep(Guid? asset, string at, Dictionary<string, string> errors)
    {
        decimal? Number(string? typed, string field)
        {
            if (string.IsNullOrWhiteSpace(typed))
            {
                return null;
            }

            var (value, error) = ReadingText.Parse(typed);
            if (error is not null)
            {
                errors[$"{at}.{field}"] = error;
            }

            return value;
        }

        var numeric = Kind is StepKind.Number or StepKind.Meter;
        return new ChecklistStep(Id, Kind, Title ?? "")
        {
            Help = Help,
            Place = Place,
            AssetId = asset,
            Unit = Unit ?? "",
            Limits = numeric ? new StepLimits(Number(Limits[1], "Limits"), Number(Limits[2], "Limits"), Number(Limits[0], "Limits"), Number(Limits[3], "Limits")) : StepLimits.None,
            Choices = [.. (Choices ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Choice)],
            Sensor = Kind == StepKind.Number && Sensor is { Length: > 32 } key && Guid.TryParseExact(key[..32], "N", out var check) ? new StepSensor(check, key[32..], Number(Tolerance, "Sensor") ?? 0) : null,
        };
    }

    private static StepChoice Choice(string line)
    {
        var marks = line.TakeWhile(c => c == Deviates).Count();
        return new StepChoice(line[marks..].Trim(), (Verdict)Math.Min(marks, (int)Verdict.Alarm));
    }
}
