using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A grouping rule ready to be asked.</summary>
/// <param name="Id">The rule; empty while it is only being written.</param>
/// <param name="Details">What it says; valid.</param>
/// <param name="Matchers">Which alerts.</param>
/// <param name="Title">Title of its groups.</param>
public sealed record ReadyGroupingRule(Guid Id, GroupingRuleDetails Details, MatcherSet Matchers, TitleTemplate Title)
{
    /// <summary>The rule of valid details; null when they are not valid.</summary>
    public static ReadyGroupingRule? From(Guid id, GroupingRuleDetails details) =>
        details.Validate().Count == 0 && MatcherSet.Parse(details.Matchers).Set is { } matchers && TitleTemplate.Parse(details.Title).Template is { } title
            ? new ReadyGroupingRule(id, details, matchers, title)
            : null;
}

/// <summary>An alert as far as grouping needs it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Labels">All labels.</param>
/// <param name="At">When it began (UTC).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Groupable(long Id, Labels Labels, DateTimeOffset At);

/// <summary>Alerts that a rule shows as one.</summary>
/// <param name="Key">16 hex digits over the rule, the label values and which of several in time: the same while more alerts join.</param>
/// <param name="Title">Hostile text: never markup.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Members">Its alerts, earliest first.</param>
public sealed record AlertGroup(string Key, string Title, string Rule, IReadOnlyList<Groupable> Members);

/// <summary>
/// Grouping rules over a set of alerts. An alert belongs to a group when some stretch of the rule's window that it lies in holds
/// the wanted number of alerts; stretches that share an alert are one group, so a lasting storm is one group and not many.
/// An alert belongs to one group only: that of the first rule by name. Pure.
/// </summary>
public sealed class GroupingRuleSet(IReadOnlyList<ReadyGroupingRule> rules)
{
    /// <summary>The set without rules.</summary>
    public static GroupingRuleSet None { get; } = new([]);

    /// <summary>Whether there is nothing to group by.</summary>
    public bool IsEmpty => rules.Count == 0;

    /// <summary>The groups among these alerts, biggest first.</summary>
    public IReadOnlyList<AlertGroup> Group(IEnumerable<Groupable> alerts)
    {
        if (rules.Count == 0)
        {
            return [];
        }

        var left = alerts.OrderBy(a => a.At).ThenBy(a => a.Id).ToList();
        var groups = new List<AlertGroup>();
        foreach (var rule in rules)
        {
            var found = Of(rule, left);
            if (found.Count > 0)
            {
                groups.AddRange(found);
                var taken = found.SelectMany(g => g.Members).Select(m => m.Id).ToHashSet();
                left.RemoveAll(a => taken.Contains(a.Id));
            }
        }

        return [.. groups.OrderByDescending(g => g.Members.Count).ThenBy(g => g.Key, StringComparer.Ordinal)];
    }

    private static List<AlertGroup> Of(ReadyGroupingRule rule, List<Groupable> alerts)
    {
        var groups = new List<AlertGroup>();
        foreach (var alike in alerts.Where(a => rule.Matchers.IsMatch(a.Labels)).GroupBy(a => KeyOf(rule, a.Labels), StringComparer.Ordinal))
        {
            var nth = 0;
            foreach (var members in Stretches([.. alike], TimeSpan.FromMinutes(rule.Details.WindowMinutes), rule.Details.Least))
            {
                var title = rule.Title.Fill([.. members.Select(m => m.Labels)]);
                groups.Add(new AlertGroup(Hash($"{rule.Id:N}\0{alike.Key}\0{nth++}"), title, rule.Details.Name, members));
            }
        }

        return groups;
    }

    /// <summary>Runs of alerts, each of which lies in a stretch of the window that holds enough of them.</summary>
    private static IEnumerable<IReadOnlyList<Groupable>> Stretches(List<Groupable> alike, TimeSpan window, int least)
    {
        var (first, last) = (-1, -1);
        for (var i = 0; i + least <= alike.Count; i++)
        {
            if (alike[i + least - 1].At - alike[i].At > window)
            {
                continue;
            }

            if (first >= 0 && i > last)
            {
                yield return alike.GetRange(first, last - first + 1);
                first = -1;
            }

            first = first < 0 ? i : first;
            last = i + least - 1;
        }

        if (first >= 0)
        {
            yield return alike.GetRange(first, last - first + 1);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    private static string KeyOf(ReadyGroupingRule rule, Labels labels) =>
        string.Join('\0', rule.Details.EqualLabels.Select(n => labels[n])); // label values hold no NUL: PostgreSQL would refuse them
}
