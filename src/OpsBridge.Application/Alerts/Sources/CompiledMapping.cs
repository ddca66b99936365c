using System.Text.RegularExpressions;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// A source's mapping ready to run: label steps first, then <see cref="DefaultMapping"/>. Pure and safe to share between
/// threads; time grows linearly with the size of the event, and no event makes it throw.
/// </summary>
public sealed class CompiledMapping
{
    /// <summary>The longest label value that a step may write.</summary>
    public const int LongestValue = 2000;

    private const int MostLabels = 64;
    private const int LongestText = 8000;
    private readonly (LabelRule Rule, Regex? Pattern, IReadOnlyList<string> Groups)[] _steps;

    private CompiledMapping(SignalRules signals, (LabelRule Rule, Regex? Pattern, IReadOnlyList<string> Groups)[] steps)
    {
        Signals = signals;
        _steps = steps;
    }

    /// <summary>What happens after the steps.</summary>
    public SignalRules Signals { get; }

    /// <summary>Makes a mapping runnable. A pattern that cannot run (it passed <see cref="SourceMapping.Validate"/> once) is left out.</summary>
    public static CompiledMapping Of(SourceMapping mapping, SignalRules signals)
    {
        var steps = new List<(LabelRule, Regex?, IReadOnlyList<string>)>();
        foreach (var rule in mapping.Rules)
        {
            var pattern = rule.Kind == LabelRuleKind.Extract ? SafePattern.Create(rule.Value).Regex : null;
            if (pattern is not null || rule.Kind != LabelRuleKind.Extract)
            {
                steps.Add((rule, pattern, pattern is null ? [] : SafePattern.Names(pattern)));
            }
        }

        return new CompiledMapping(
            signals with { IdentityLabels = mapping.IdentityLabels, AssetLookups = mapping.AssetLookups, SiteLabel = mapping.SiteLabel }, [.. steps]);
    }

    /// <summary>Maps one event.</summary>
    public AlertSignal Map(IncomingEvent e, AssetIndex assets) => DefaultMapping.Map(Rewrite(e, hits: null), Signals, assets);

    /// <summary>The event after the label steps.</summary>
    /// <param name="e">The event as received.</param>
    /// <param name="hits">Counts, per step, how often it did something; null when nobody wants to know.</param>
    public IncomingEvent Rewrite(IncomingEvent e, int[]? hits)
    {
        if (_steps.Length == 0)
        {
            return e;
        }

        var labels = new Dictionary<string, string>(e.Labels, StringComparer.Ordinal);
        for (var i = 0; i < _steps.Length; i++)
        {
            if (Run(_steps[i], e, labels) && hits is not null)
            {
                hits[i]++;
            }
        }

        var after = Labels.From(labels);
        var said = after["severity"] is { } word && word != e.Labels["severity"]; // a step decided the severity: it wins over the format's
        return e with { Labels = after, Severity = said ? null : e.Severity };
    }

    private static bool Run((LabelRule Rule, Regex? Pattern, IReadOnlyList<string> Groups) step, IncomingEvent e, Dictionary<string, string> labels)
    {
        var rule = step.Rule;
        switch (rule.Kind)
        {
            case LabelRuleKind.Drop:
                return labels.Remove(rule.From);
            case LabelRuleKind.Rename:
                return labels.Remove(rule.From, out var value) && Put(labels, rule.To, value);
            case LabelRuleKind.Copy:
                return EventField.Read(e, labels, rule.From) is { Length: > 0 } text && Put(labels, rule.To, text);
            case LabelRuleKind.Set:
                return Put(labels, rule.To, rule.Value);
            default:
                return EventField.Read(e, labels, rule.From) is { Length: > 0 } subject && Extract(step.Pattern!, step.Groups, subject, labels);
        }
    }

    private static bool Extract(Regex pattern, IReadOnlyList<string> groups, string subject, Dictionary<string, string> labels)
    {
        try
        {
            var match = pattern.Match(subject.Length <= LongestText ? subject : subject[..LongestText]);
            var any = false;
            foreach (var name in match.Success ? groups : [])
            {
                any |= match.Groups[name] is { Success: true, Length: > 0 } group && Put(labels, name, group.Value);
            }

            return any;
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // a machine too busy for half a second: the event goes on without this step
        }
    }

    private static bool Put(Dictionary<string, string> labels, string name, string value)
    {
        if (labels.Count >= MostLabels && !labels.ContainsKey(name))
        {
            return false;
        }

        labels[name] = value.Length <= LongestValue ? value : value[..LongestValue];
        return true;
    }
}
