using OpsBridge.Alerts;
using OpsBridge.Assets;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>One step of a runbook. Its key stays the same over all versions.</summary>
/// <param name="Id">Key.</param>
/// <param name="Text">What to do, 1 to <see cref="MaxText"/> characters, lines allowed.</param>
public sealed record RunbookStep(Guid Id, string Text)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxText = 2000;
}

/// <summary>What somebody says in a runbook.</summary>
/// <param name="Title">1 to <see cref="MaxTitle"/> characters.</param>
/// <param name="Matchers">Conditions on the labels of alerts that it is for, in the matcher language.</param>
public sealed record RunbookDetails(string Title, string Matchers)
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;

    /// <summary>The longest text and the longest conditions, in characters.</summary>
    public const int MaxText = 20_000;

    /// <summary>The most steps.</summary>
    public const int MostSteps = 100;

    private const int MaxMatchers = 2000;

    /// <summary>What to know before the first step; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>From when it is in force once it is approved (UTC); null: at once.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>The steps in order, 1 to <see cref="MostSteps"/>.</summary>
    public IReadOnlyList<RunbookStep> Steps { get; init; } = [];

    /// <summary>Trimmed, the time in UTC.</summary>
    public RunbookDetails Normalized() => this with
    {
        Title = Title.Trim(),
        Matchers = MatcherSet.Parse(Matchers).Set?.ToString() ?? Matchers.Trim(),
        Text = PlainText.TrimToNull(Text),
        EffectiveFrom = EffectiveFrom?.ToUniversalTime(),
        Steps = [.. Steps.Select(s => s with { Text = s.Text.Trim() })],
    };

    /// <summary>Plain words by field; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!PlainText.IsLine(Title, 1, MaxTitle))
        {
            errors[nameof(Title)] = $"A title of 1 to {MaxTitle} characters on one line.";
        }

        if (!PlainText.IsText(Text, MaxText))
        {
            errors[nameof(Text)] = $"At most {MaxText} characters, without control characters.";
        }

        if ((Matchers.Length > MaxMatchers ? $"At most {MaxMatchers} characters." : MatcherSet.Parse(Matchers).Error) is { } wrong)
        {
            errors[nameof(Matchers)] = wrong;
        }

        if (Steps.Count is < 1 or > MostSteps || Steps.DistinctBy(s => s.Id).Count() != Steps.Count)
        {
            errors[nameof(Steps)] = $"1 to {MostSteps} steps.";
        }
        else if (Steps.Any(s => !PlainText.IsText(s.Text, RunbookStep.MaxText) || s.Text.Trim().Length == 0))
        {
            errors[nameof(Steps)] = $"A step has 1 to {RunbookStep.MaxText} characters.";
        }

        return errors;
    }
}
