using OpsBridge.Assets;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>What somebody answers to a step.</summary>
/// <param name="Value">What was typed or chosen; nothing for a tick.</param>
public sealed record StepAnswer(string? Value)
{
    /// <summary>The step cannot be done; <see cref="Why"/> says why.</summary>
    public bool NotApplicable { get; init; }

    /// <summary>Why it cannot be done, why it is corrected, or why a meter runs backwards.</summary>
    public string? Why { get; init; }
}

/// <summary>An answer that can be stored, with what it means.</summary>
internal sealed record JudgedAnswer
{
    /// <summary>The longest words of a step, in characters.</summary>
    public const int MaxText = 2000;

    public decimal? Value { get; private init; }

    public decimal? Difference { get; private init; }

    public string? Text { get; private init; }

    public Guid? FileId { get; init; }

    public bool NotApplicable { get; private init; }

    public string? Why { get; private init; }

    public Verdict Verdict { get; private init; }

    public string? Because { get; private init; }

    /// <summary>Judges an answer, or says in plain words what is wrong with it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="last">The meter's reading in the round before; null for none.</param>
    public static (JudgedAnswer? Answer, string? Error) Of(ChecklistStep step, StepAnswer answer, decimal? last)
    {
        if (!PlainText.IsLine(answer.Why, 0, Round.MaxWhy))
        {
            return (null, $"A reason has at most {Round.MaxWhy} characters on one line.");
        }

        var why = PlainText.TrimToNull(answer.Why);
        if (answer.NotApplicable)
        {
            return why is null ? (null, "Say why it cannot be done.") : (new JudgedAnswer { NotApplicable = true, Why = why }, null);
        }

        return step.Kind switch
        {
            StepKind.Tick => (new JudgedAnswer { Why = why }, null),
            StepKind.Number => Number(step, answer.Value, why),
            StepKind.Meter => Meter(step, answer.Value, why, last),
            StepKind.Choice => Choice(step, answer.Value, why),
            StepKind.Text => Words(answer.Value, why),
            _ => (null, "Take a photo."),
        };
    }

    /// <summary>A photo that was read and found to be one.</summary>
    public static JudgedAnswer Photo(Guid file, string name, string? why) => new() { FileId = file, Text = name, Why = PlainText.TrimToNull(why) };

    private static (JudgedAnswer?, string?) Number(ChecklistStep step, string? typed, string? why)
    {
        var (value, error) = ReadingText.Parse(typed);
        if (value is not { } number)
        {
            return (null, error);
        }

        var (verdict, because) = step.Limits.Judge(number);
        return (new JudgedAnswer { Value = number, Why = why, Verdict = verdict, Because = because }, null);
    }

    private static (JudgedAnswer?, string?) Meter(ChecklistStep step, string? typed, string? why, decimal? last)
    {
        var (value, error) = ReadingText.Parse(typed);
        if (value is not { } number)
        {
            return (null, error);
        }

        if (number < last)
        {
            return why is null
                ? (null, $"The last reading was {ReadingText.Show(last.Value, step.Unit)} and a counter only runs up. Read it again, or say why (replaced, rolled over).")
                : (new JudgedAnswer { Value = number, Why = why, Verdict = Verdict.Warn, Because = "below its last reading" }, null);
        }

        var difference = number - last;
        var (verdict, because) = difference is { } ran ? step.Limits.Judge(ran) : (Verdict.Good, null);
        return (new JudgedAnswer { Value = number, Difference = difference, Why = why, Verdict = verdict, Because = because is null ? null : $"{ReadingText.Show(difference!.Value, step.Unit)} since the last reading, {because}" }, null);
    }

    private static (JudgedAnswer?, string?) Choice(ChecklistStep step, string? chosen, string? why) =>
        step.Choices.FirstOrDefault(c => c.Text == chosen) is { } choice
            ? (new JudgedAnswer { Text = choice.Text, Why = why, Verdict = choice.Means, Because = choice.Means == Verdict.Good ? null : $"“{choice.Text}”" }, null)
            : (null, "Choose one of the answers.");

    private static (JudgedAnswer?, string?) Words(string? typed, string? why) => PlainText.TrimToNull(typed) is not { } words
        ? (null, "Write something.")
        : PlainText.IsText(words, MaxText) ? (new JudgedAnswer { Text = words, Why = why }, null) : (null, $"At most {MaxText} characters, without control characters.");
}
