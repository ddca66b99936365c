using System.Text.Json.Serialization;

namespace OpsBridge.Rounds.Checklists;

/// <summary>What a step asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepKind>))]
public enum StepKind
{
    /// <summary>Something that is done.</summary>
    Tick,

    /// <summary>A number with a unit and limits.</summary>
    Number,

    /// <summary>One of several answers.</summary>
    Choice,

    /// <summary>Words.</summary>
    Text,

    /// <summary>A picture.</summary>
    Photo,

    /// <summary>A counter that only runs up; its limits are about the difference to the last reading.</summary>
    Meter,
}

/// <summary>What a reading means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Outside the warning limits.</summary>
    Warn,

    /// <summary>Outside the alarm limits.</summary>
    Alarm,
}

/// <summary>One answer of a choice.</summary>
/// <param name="Text">1 to 60 characters.</param>
/// <param name="Means">What it means when it is chosen.</param>
public sealed record StepChoice(string Text, Verdict Means = Verdict.Good);

/// <summary>The sensor that a reading is compared with: a metric of a check of the same asset.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="Metric">Name of its metric.</param>
/// <param name="Tolerance">How far apart the two may be, in the unit of the step; above 0.</param>
public sealed record StepSensor(Guid CheckId, string Metric, decimal Tolerance);

/// <summary>Limits of a number; a value on a limit is still inside.</summary>
/// <param name="WarnBelow">Below this it warns.</param>
/// <param name="WarnAbove">Above this it warns.</param>
/// <param name="AlarmBelow">Below this it alarms.</param>
/// <param name="AlarmAbove">Above this it alarms.</param>
public sealed record StepLimits(decimal? WarnBelow = null, decimal? WarnAbove = null, decimal? AlarmBelow = null, decimal? AlarmAbove = null)
{
    /// <summary>No limits.</summary>
    public static StepLimits None { get; } = new();

    /// <summary>Whether there are any.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == None;

    /// <summary>What a value means, and the limit that it breaks in words; null when it breaks none.</summary>
    public (Verdict Verdict, string? Because) Judge(decimal value) => value switch
    {
        _ when value < AlarmBelow => (Verdict.Alarm, $"below {ReadingText.Show(AlarmBelow.Value)}"),
        _ when value > AlarmAbove => (Verdict.Alarm, $"above {ReadingText.Show(AlarmAbove.Value)}"),
        _ when value < WarnBelow => (Verdict.Warn, $"below {ReadingText.Show(WarnBelow.Value)}"),
        _ when value > WarnAbove => (Verdict.Warn, $"above {ReadingText.Show(WarnAbove.Value)}"),
        _ => (Verdict.Good, null),
    };

    /// <summary>Why these cannot be limits, in plain words; null when they can.</summary>
    public string? Fault()
    {
        decimal?[] rising = [AlarmBelow, WarnBelow, WarnAbove, AlarmAbove];
        var given = rising.OfType<decimal>().ToList();
        return given.Zip(given.Skip(1)).Any(p => p.First > p.Second)
            ? "Limits rise from “alarm below” over “warn below” and “warn above” to “alarm above”."
            : null;
    }
}

/// <summary>One step of a checklist. Its key stays the same over all versions, so readings of a step are one series.</summary>
/// <param name="Id">Key.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Title">1 to <see cref="MaxTitle"/> characters.</param>
public sealed record ChecklistStep(Guid Id, StepKind Kind, string Title)
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The longest help, in characters.</summary>
    public const int MaxHelp = 1000;

    /// <summary>The longest place, in characters.</summary>
    public const int MaxPlace = 80;

    /// <summary>What to do and what to look at; null for none.</summary>
    public string? Help { get; init; }

    /// <summary>Where on the route it is; steps one after the other at one place belong together. Null for no place.</summary>
    public string? Place { get; init; }

    /// <summary>The asset it is about; its readings join the asset's series and its alerts are on it.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Unit of a number or meter as it is shown, for example °C; at most 20 characters.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Limits of a number; of a meter those of the difference.</summary>
    public StepLimits Limits { get; init; } = StepLimits.None;

    /// <summary>The answers of a choice, 2 to 12.</summary>
    public IReadOnlyList<StepChoice> Choices { get; init; } = [];

    /// <summary>The sensor that a number is compared with; null for none.</summary>
    public StepSensor? Sensor { get; init; }

    /// <summary>Whether it is answered by a number.</summary>
    [JsonIgnore]
    public bool IsNumeric => Kind is StepKind.Number or StepKind.Meter;
}
