using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>One version of the answer to one step of one round; never changed, never deleted (the database refuses).</summary>
public sealed class Reading
{
    private Reading()
    {
    }

    /// <summary>The round.</summary>
    public Guid RoundId { get; private init; }

    /// <summary>The step.</summary>
    public Guid StepId { get; private init; }

    /// <summary>From 1; a correction is the next one.</summary>
    public int Number { get; private init; }

    /// <summary>The number of a number or meter.</summary>
    public decimal? Value { get; private init; }

    /// <summary>What a meter ran since its last reading; null for the first one, and after it was replaced.</summary>
    public decimal? Difference { get; private init; }

    /// <summary>The answer of a choice, the words of a text, the name of a photo.</summary>
    public string? Text { get; private init; }

    /// <summary>The photo.</summary>
    public Guid? FileId { get; private init; }

    /// <summary>Whether the step could not be done.</summary>
    public bool NotApplicable { get; private init; }

    /// <summary>Why it could not be done, why it was corrected, or why a meter runs backwards.</summary>
    public string? Why { get; private init; }

    /// <summary>What it means.</summary>
    public Verdict Verdict { get; private init; }

    /// <summary>Which limit it breaks, in words; null when it breaks none.</summary>
    public string? Because { get; private init; }

    /// <summary>What the sensor said at that time; null where there is none or it was silent.</summary>
    public double? Sensor { get; private init; }

    /// <summary>The log entry that asks for a calibration, because reading and sensor are too far apart.</summary>
    public Guid? CalibrationId { get; private init; }

    /// <summary>When it was entered (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>By whom.</summary>
    public Guid? ById { get; private init; }

    /// <summary>The name at that time.</summary>
    public string ByName { get; private init; } = "";

    /// <summary>Whether it counts as a deviation.</summary>
    public bool Deviates => NotApplicable || Verdict != Verdict.Good;

    /// <summary>The next version of an answer.</summary>
    internal static Reading Of(Round round, ChecklistStep step, int number, JudgedAnswer answer, Calibration? calibration, Actor by, DateTimeOffset now) => new()
    {
        RoundId = round.Id,
        StepId = step.Id,
        Number = number,
        Value = answer.Value,
        Difference = answer.Difference,
        Text = answer.Text,
        FileId = answer.FileId,
        NotApplicable = answer.NotApplicable,
        Why = answer.Why,
        Verdict = answer.Verdict,
        Because = answer.Because,
        Sensor = calibration?.Sensor,
        CalibrationId = calibration?.EntryId,
        At = now,
        ById = by.Id,
        ByName = by.Name,
    };

    /// <summary>The answer in words.</summary>
    public string Show(string unit) => this switch
    {
        { NotApplicable: true } => "not applicable",
        { Value: { } value } => ReadingText.Show(value, unit),
        { Text: { } text } => text,
        _ => "done",
    };
}
