using System.Collections.Concurrent;
using System.Collections.Frozen;
using OpsBridge.Alerts;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>
/// One condition, made ready for a hundred thousand alerts: fixed texts are looked up, and what a real pattern says about a
/// value is remembered, because alerts share most of their label values.
/// </summary>
internal sealed class QuickMatcher
{
    private const int MaxRemembered = 20_000;
    private readonly Matcher _matcher;
    private readonly FrozenSet<string>? _texts;
    private readonly ConcurrentDictionary<string, bool>? _remembered;
    private readonly string _beginning = "";
    private int _count;

    public QuickMatcher(Matcher matcher)
    {
        _matcher = matcher;
        var texts = matcher.Kind switch
        {
            MatchKind.Equal or MatchKind.NotEqual => [matcher.Value],
            _ => LiteralPattern.TryRead(matcher.Value),
        };
        _texts = texts?.ToFrozenSet(StringComparer.Ordinal);
        if (texts is null)
        {
            (_remembered, _beginning) = (new(StringComparer.Ordinal), LiteralPattern.Beginning(matcher.Value));
        }
    }

    /// <summary>The label's name.</summary>
    public string Name => _matcher.Name;

    /// <summary>The values that alone satisfy it, for an index; null when there is no such list.</summary>
    public FrozenSet<string>? OnlyValues => !Negative && _texts is not null && !_texts.Contains("") ? _texts : null;

    private bool Negative => _matcher.Kind is MatchKind.NotEqual or MatchKind.NotMatches;

    /// <summary>Whether a label set satisfies it.</summary>
    public bool IsMatch(Labels labels)
    {
        var value = labels[Name] ?? "";
        if (_texts is not null)
        {
            return _texts.Contains(value) != Negative;
        }

        if (!value.StartsWith(_beginning, StringComparison.Ordinal))
        {
            return Negative;
        }

        if (_remembered!.TryGetValue(value, out var known))
        {
            return known;
        }

        var answer = _matcher.Accepts(value);
        if (Interlocked.Increment(ref _count) <= MaxRemembered)
        {
            _remembered[value] = answer;
        }

        return answer;
    }
}
