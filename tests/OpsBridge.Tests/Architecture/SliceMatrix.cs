using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>The written matrix of which slice may know which, for one project.</summary>
/// <param name="Common">What every capability may know: the plumbing.</param>
/// <param name="Allowed">Slice → the slices it may know beyond that. A target <c>*</c> allows all.</param>
internal sealed record SliceMatrix(IReadOnlyList<string> Common, IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed)
{
    /// <summary>Reads the section <c>[project]</c>; lines are <c>From -&gt; To, To</c>, and <c>*</c> as From means every capability.</summary>
    public static SliceMatrix Parse(string text, string project)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .SkipWhile(line => line != $"[{project}]")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('['))
            .Select(line => line.Split("->", StringSplitOptions.TrimEntries))
            .ToDictionary(
                parts => parts[0],
                parts => (IReadOnlyList<string>)parts[1].Split(',', StringSplitOptions.TrimEntries),
                StringComparer.Ordinal);
        lines.Remove("*", out var common);
        return new SliceMatrix(common ?? [], lines);
    }

    /// <summary>Which slice mentions which. Migrations gather every slice's SQL by design and do not count.</summary>
    public static HashSet<(string From, string To)> Used(IEnumerable<TypeModel> types) =>
    [
        .. from type in types
           let source = DependencyRules.SliceOf(type.Namespace)
           where source is not null && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)
           from mention in type.Mentions
           let target = DependencyRules.SliceOf(mention)
           where target is not null && target != source && mention.Split('.').Length > 2
           select (source, target),
    ];

    /// <summary>Holds both ways: what is used must be written, what is written must be used.</summary>
    public IEnumerable<Violation> Compare(IReadOnlySet<(string From, string To)> used)
    {
        foreach (var (from, to) in used.Where(u => !MayKnow(u.From, u.To)).Order())
        {
            yield return new Violation($"{from} -> {to}", "is not in slices.txt; go through an interface or event, or write the line and say why in the commit");
        }

        foreach (var (from, to) in Allowed.SelectMany(a => a.Value.Where(t => t != "*").Select(t => (a.Key, t))).Where(p => !used.Contains(p)))
        {
            yield return new Violation($"{from} -> {to}", "is in slices.txt but nothing uses it; take it out");
        }

        foreach (var to in Common.Where(to => !used.Any(u => u.To == to && !Common.Contains(u.From))))
        {
            yield return new Violation($"* -> {to}", "is in slices.txt but no capability uses it; take it out");
        }
    }

    /// <summary>Capabilities that know each other in a circle cannot be understood one at a time.</summary>
    public IEnumerable<Violation> Cycles() =>
        Allowed.Keys.Where(slice => !Common.Contains(slice) && Reaches(slice, slice, []))
            .Select(slice => new Violation(slice, "knows itself through other slices; break the circle"));

    private bool MayKnow(string from, string to) =>
        (Allowed.TryGetValue(from, out var targets) && (targets.Contains(to) || targets.Contains("*")))
        || (!Common.Contains(from) && Common.Contains(to));

    private bool Reaches(string from, string goal, HashSet<string> seen) =>
        Allowed.TryGetValue(from, out var targets)
        && targets.Any(to => to == goal || (seen.Add(to) && !Common.Contains(to) && Reaches(to, goal, seen)));
}
