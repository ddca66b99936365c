namespace OpsBridge.Monitoring;

/// <summary>How a check's results are judged.</summary>
/// <param name="MaxAttempts">Bad results in a row until a problem is hard; 1 to 100, 3 as in Icinga 2.</param>
/// <param name="DetectFlapping">False to leave flapping alone.</param>
/// <param name="FlapEnter">Percent of weighted changes above which flapping begins.</param>
/// <param name="FlapLeave">Percent at or below which it ends.</param>
public sealed record CheckPolicy(int MaxAttempts = 3, bool DetectFlapping = true, double FlapEnter = 30, double FlapLeave = 25)
{
    /// <summary>Everything wrong with the policy; empty when it can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        string?[] errors =
        [
            MaxAttempts is >= 1 and <= 100 ? null : "attempts must be between 1 and 100",
            FlapLeave is >= 0 and <= 100 && FlapEnter is >= 0 and <= 100 && FlapLeave <= FlapEnter ? null : "flapping limits must be percentages, the lower one first",
        ];
        return [.. errors.OfType<string>()];
    }
}
