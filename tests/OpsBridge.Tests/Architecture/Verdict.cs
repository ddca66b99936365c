using Xunit;

namespace OpsBridge.Architecture;

/// <summary>Something that breaks a rule: what, and how to put it right.</summary>
internal sealed record Violation(string Subject, string Problem)
{
    public override string ToString() => $"{Subject}: {Problem}";
}

/// <summary>Compares what a rule found with the written exemptions. An exemption that nothing needs is a violation too.</summary>
internal static class Verdict
{
    private static readonly Lazy<IReadOnlyList<Exemption>> s_exemptions =
        new(() => Parse(Codebase.Read("tests/OpsBridge.Tests/Architecture/exemptions.txt")));

    public static void Clean(string rule, IEnumerable<Violation> found)
    {
        var left = Judge(rule, found, s_exemptions.Value);
        Assert.True(left.Count == 0, $"Rule \"{rule}\" is broken {left.Count} time(s):\n{string.Join('\n', left)}");
    }

    public static IReadOnlyList<Violation> Judge(string rule, IEnumerable<Violation> found, IReadOnlyList<Exemption> exemptions)
    {
        var mine = exemptions.Where(e => e.Rule == rule).ToList();
        var violations = found.Distinct().ToList();
        return
        [
            .. violations.Where(v => !mine.Exists(e => e.Subject == v.Subject)),
            .. mine.Where(e => !violations.Exists(v => v.Subject == e.Subject))
                .Select(e => new Violation(e.Subject, $"exemption from \"{rule}\" is not needed any more; take the line out of exemptions.txt")),
        ];
    }

    public static IReadOnlyList<Exemption> Parse(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(parts => parts is [var rule, var subject, { Length: > 10 } reason]
                ? new Exemption(rule, subject, reason)
                : throw new FormatException($"\"{string.Join(" | ", parts)}\" is not \"rule | subject | reason\".")),
    ];
}

internal sealed record Exemption(string Rule, string Subject, string Reason);
