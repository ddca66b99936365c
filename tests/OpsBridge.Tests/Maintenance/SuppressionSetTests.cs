using System.Collections.Frozen;
using System.Diagnostics;
using OpsBridge.Alerts;
using OpsBridge.Kernel;
using Xunit;
using static OpsBridge.Maintenance.Given;

namespace OpsBridge.Maintenance;

public sealed class SuppressionSetTests
{
    [Theory]
    [InlineData("asset=\"db-1\"", true)]
    [InlineData("asset=\"db-2\"", false)]
    [InlineData("asset=~\"db-1|db-2\"", true)]
    [InlineData("asset=~\"(db-2|db-3)\"", false)]
    [InlineData("asset=~\"(?:db-1|db-3)\"", true)]
    [InlineData("asset=~\"db-.*\"", true)]
    [InlineData("asset=~\"db\"", false)] // the whole value
    [InlineData("asset!=\"db-1\"", false)]
    [InlineData("asset!=\"db-2\", env=\"prod\"", true)]
    [InlineData("asset!~\"db-1|db-2\", env=\"prod\"", false)]
    [InlineData("team=\"\", env=\"prod\"", true)] // absent is empty
    [InlineData("team=~\"|db\", env=\"prod\"", true)]
    [InlineData("team!=\"\"", false)]
    [InlineData("asset=~\"db\\\\-1\"", true)] // an escaped sign stands for itself
    public void Finds_what_alertmanager_would_find(string matchers, bool hidden)
    {
        var set = Set(Silence(matchers));

        Assert.Equal(hidden, set.For(Target(("asset", "db-1"), ("env", "prod"))).Count > 0);
    }

    [Theory]
    [InlineData("web-0.*", "web-0")]
    [InlineData("web-0?", "web-")]
    [InlineData("web-0*x", "web-")]
    [InlineData("web-0{2}", "web-")]
    [InlineData("web-0+", "web-0")]
    [InlineData("web|db.*", "")]
    [InlineData(".*", "")]
    [InlineData("(?i)web.*", "")]
    [InlineData("a\\.b", "a")]
    [InlineData("plain", "plain")]
    public void Knows_what_a_pattern_begins_with(string pattern, string beginning) => Assert.Equal(beginning, LiteralPattern.Beginning(pattern));

    [Fact]
    public void Names_every_silence_that_hides_the_alert_once()
    {
        var (one, two, other) = (Silence("asset=~\"db-1|db-1\""), Silence("env=\"prod\""), Silence("env=\"test\""));

        var hiding = Set(one, two, other).For(Target(("asset", "db-1"), ("env", "prod")));

        Assert.Equal(new HashSet<Guid> { one.Id, two.Id }, hiding.Select(h => h.Id).ToHashSet());
        Assert.Equal(2, hiding.Count);
        Assert.All(hiding, h => Assert.Equal((SuppressorKind.Silence, "patching", Noon.AddHours(2)), (h.Kind, h.Name, h.Until)));
    }

    [Fact]
    public void Is_valid_until_the_next_thing_begins_or_ends()
    {
        var plan = new SuppressionPlan([Silence(fromHours: 1, toHours: 3), Silence("env=\"prod\"", fromHours: 2, toHours: 4)], []);

        Assert.Equal([Noon.AddHours(1), Noon.AddHours(2), Noon.AddHours(3), Noon.AddHours(4), null], Edges(plan));
        Assert.Empty(plan.At(Noon).Hiders);
        Assert.Equal(2, plan.At(Noon.AddHours(2)).Hiders.Count);
        Assert.Single(plan.At(Noon.AddHours(3)).Hiders); // the end itself is outside
    }

    [Fact]
    public void Asset_site_and_labels_must_all_agree()
    {
        var (parent, child, site) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var scope = new QuickScope(Matchers("severity!=\"critical\""), new[] { parent, child }.ToFrozenSet(), site);
        var set = new SuppressionSet([new Hider(scope, new Suppressor(SuppressorKind.Window, Guid.CreateVersion7(), "w", Noon))], null);

        bool Hides(Guid? asset, Guid? at, string severity) =>
            set.For(new SuppressionTarget(Labels.Of(("severity", severity)), asset, at, Noon)).Count > 0;

        Assert.True(Hides(parent, site, "major"));
        Assert.True(Hides(child, site, "major"));
        Assert.False(Hides(child, site, "critical"));
        Assert.False(Hides(child, Guid.CreateVersion7(), "major"));
        Assert.False(Hides(Guid.CreateVersion7(), site, "major"));
        Assert.False(Hides(null, null, "major"));
    }

    [Fact]
    public void The_index_answers_as_asking_every_silence_does()
    {
        var random = new Random(7);
        string[] names = ["a", "b", "c"];
        string[] values = ["", "x", "y", "x.y", "z"];
        string[] patterns = ["x|y", "(x|z)", ".*", "x.*", "|x", "[xy]", "x\\.y"];
        var silences = Enumerable.Range(0, 200).Select(_ => Silence(string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            random.Next(4) switch
            {
                0 => $"{names[random.Next(3)]}=\"{values[random.Next(5)]}\"",
                1 => $"{names[random.Next(3)]}!=\"{values[random.Next(5)]}\"",
                2 => $"{names[random.Next(3)]}=~\"{patterns[random.Next(7)].Replace("\\", "\\\\", StringComparison.Ordinal)}\"",
                _ => $"{names[random.Next(3)]}!~\"{patterns[random.Next(7)].Replace("\\", "\\\\", StringComparison.Ordinal)}\"",
            })))).ToArray();
        var set = Set(silences);

        for (var i = 0; i < 300; i++)
        {
            var labels = Labels.From(names.Select(n => new KeyValuePair<string, string>(n, values[random.Next(5)])));
            var expected = silences.Where(s => s.Matchers.All(m => m.IsMatch(labels))).Select(s => s.Id).ToHashSet();
            Assert.Equal(expected, set.For(new SuppressionTarget(labels, null, null, Noon)).Select(s => s.Id).ToHashSet());
        }
    }

    [Fact]
    public void A_hundred_thousand_alerts_meet_two_hundred_silences_without_comparing_each_with_each()
    {
        var set = Set([.. Enumerable.Range(0, 200).Select(i => Silence(i % 10 == 0 ? $"asset=~\"web-{i}.*\", severity=\"major\"" : $"asset=\"web-{i}\", severity=\"major\""))]);
        var targets = Enumerable.Range(0, 100_000).Select(i => Target(("asset", $"web-{i}"), ("severity", "major"), ("env", "prod"))).ToList();

        var began = Stopwatch.GetTimestamp();
        var hidden = targets.Count(t => set.For(t).Count > 0);

        TestContext.Current.TestOutputHelper?.WriteLine($"{hidden} of 100,000 in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
        Assert.True(hidden > 180);
    }

    [Theory]
    [InlineData("web-1|web-2", "web-1 web-2")]
    [InlineData("(a|b)", "a b")]
    [InlineData("a\\.b", "a.b")]
    [InlineData("a.b", null)]
    [InlineData("(a)(b)", null)]
    [InlineData("\\d", null)]
    [InlineData("a|b+", null)]
    [InlineData("x\\", null)]
    public void Knows_a_choice_of_texts_when_it_sees_one(string pattern, string? texts) =>
        Assert.Equal(texts, LiteralPattern.TryRead(pattern) is { } found ? string.Join(' ', found) : null);

    private static SuppressionSet Set(params IReadOnlyList<Silence> silences) => new SuppressionPlan(silences, []).At(Noon);

    private static List<DateTimeOffset?> Edges(SuppressionPlan plan)
    {
        var edges = new List<DateTimeOffset?>();
        DateTimeOffset? at = Noon;
        while (at is { } moment)
        {
            edges.Add(at = plan.At(moment).ValidUntil);
        }

        return edges;
    }
}
