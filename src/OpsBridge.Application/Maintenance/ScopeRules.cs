using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>Which conditions may hide alerts (Alertmanager's rules, with limits).</summary>
internal static class ScopeRules
{
    private const int MaxValue = 2000;

    /// <summary>Why these conditions may not hide anything; null when they may.</summary>
    public static string? Refuse(IReadOnlyList<Matcher> matchers)
    {
        if (matchers.Count is 0 or > SilenceDetails.MaxMatchers)
        {
            return $"Give 1 to {SilenceDetails.MaxMatchers} conditions.";
        }

        if (RefuseBeside(matchers) is { } bad)
        {
            return bad;
        }

        return matchers.All(m => m.IsMatch(Labels.Empty))
            ? "At least one condition must not match the empty text; as it stands, everything without these labels would be hidden."
            : null;
    }

    /// <summary>Why these conditions may not stand beside an asset or a site; null when they may, and none is as good.</summary>
    public static string? RefuseBeside(IReadOnlyList<Matcher> matchers)
    {
        if (matchers.Count > SilenceDetails.MaxMatchers)
        {
            return $"Give at most {SilenceDetails.MaxMatchers} conditions.";
        }

        return matchers.FirstOrDefault(m => !PlainText.IsText(m.Value, MaxValue)) is { } unclean
            ? $"The value of \"{unclean.Name}\" has more than 2000 characters or control characters."
            : null;
    }
}
