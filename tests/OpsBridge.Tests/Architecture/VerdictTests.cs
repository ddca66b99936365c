using Xunit;

namespace OpsBridge.Architecture;

public sealed class VerdictTests
{
    private static readonly IReadOnlyList<Exemption> s_written = Verdict.Parse("# words\nsize | a.cs | one long table of facts\nother | b.cs | another rule's business\n");

    [Fact]
    public void A_violation_with_an_exemption_is_passed_over() => Assert.Empty(Verdict.Judge("size", [new("a.cs", "too long")], s_written));

    [Fact]
    public void A_violation_without_an_exemption_is_reported() =>
        Assert.Equal("b.cs", Assert.Single(Verdict.Judge("size", [new("a.cs", "too long"), new("b.cs", "too long")], s_written)).Subject);

    [Fact]
    public void An_exemption_that_nothing_needs_is_reported() => Assert.Equal("a.cs", Assert.Single(Verdict.Judge("size", [], s_written)).Subject);

    [Fact]
    public void An_exemption_without_a_reason_does_not_parse() => Assert.Throws<FormatException>(() => Verdict.Parse("size | a.cs |"));

    [Fact]
    public void Every_written_exemption_names_a_rule_that_exists()
    {
        var rules = Codebase.Sources.Where(f => f.Path.StartsWith("tests/OpsBridge.Tests/Architecture/", StringComparison.Ordinal) && f.Stem.EndsWith("Tests", StringComparison.Ordinal))
            .Select(f => f.Text)
            .ToList();

        Assert.All(
            Verdict.Parse(Codebase.Read("tests/OpsBridge.Tests/Architecture/exemptions.txt")),
            e => Assert.Contains(rules, text => text.Contains($"Verdict.Clean(\"{e.Rule}\"", StringComparison.Ordinal) || e.Rule.StartsWith("slices of ", StringComparison.Ordinal)));
    }
}
