using Xunit;

namespace OpsBridge.Architecture;

public sealed class SliceTests
{
    private const string Written =
        """
        [Application]
        * -> Kernel
        Shifts -> Alerts, Jobs
        Jobs -> Alerts
        Kernel -> Data
        [Web]
        * -> Ui
        Hosting -> *
        """;

    private static readonly SliceMatrix s_written = SliceMatrix.Parse(Written, "Application");

    [Theory]
    [InlineData("Application")]
    [InlineData("Web")]
    public void Slices_know_each_other_exactly_as_written(string project)
    {
        var matrix = SliceMatrix.Parse(Codebase.Read("tests/OpsBridge.Tests/Architecture/slices.txt"), project);
        var types = project == "Web" ? Codebase.Web : Codebase.Application;

        Verdict.Clean($"slices of {project}", matrix.Compare(SliceMatrix.Used(types)));
    }

    [Fact]
    public void Capabilities_do_not_know_each_other_in_a_circle() =>
        Verdict.Clean("no circles", SliceMatrix.Parse(Codebase.Read("tests/OpsBridge.Tests/Architecture/slices.txt"), "Application").Cycles());

    [Fact]
    public void A_use_in_a_method_body_counts() =>
        Assert.Contains(("Kernel", "Alerts"), SliceMatrix.Used(Codebase.Planted("Kernel")));

    [Fact]
    public void What_is_used_as_written_is_fine() =>
        Assert.Empty(s_written.Compare(Uses(("Shifts", "Alerts"), ("Shifts", "Jobs"), ("Jobs", "Alerts"), ("Kernel", "Data"), ("Alerts", "Kernel"))));

    [Fact]
    public void A_use_that_is_not_written_is_seen()
    {
        var found = s_written.Compare(Uses(("Shifts", "Alerts"), ("Shifts", "Jobs"), ("Jobs", "Alerts"), ("Kernel", "Data"), ("Alerts", "Kernel"), ("Alerts", "Jobs")));

        Assert.Equal("Alerts -> Jobs", Assert.Single(found).Subject);
    }

    [Fact]
    public void A_written_line_that_nothing_uses_is_seen() =>
        Assert.Equal(["Shifts -> Jobs", "* -> Kernel"], s_written.Compare(Uses(("Shifts", "Alerts"), ("Jobs", "Alerts"), ("Kernel", "Data"))).Select(v => v.Subject));

    [Fact]
    public void Plumbing_may_not_know_other_plumbing_unless_written() =>
        Assert.Contains(SliceMatrix.Parse("[Application]\n* -> Kernel, Live", "Application").Compare(Uses(("Alerts", "Kernel"), ("Alerts", "Live"), ("Kernel", "Live"))), v => v.Subject == "Kernel -> Live");

    [Fact]
    public void Composition_may_know_everything() =>
        Assert.Empty(SliceMatrix.Parse(Written, "Web").Compare(Uses(("Hosting", "Alerts"), ("Alerts", "Ui"))));

    [Fact]
    public void A_circle_over_three_slices_is_seen() =>
        Assert.Equal(3, SliceMatrix.Parse("[Application]\nA -> B\nB -> C\nC -> A\nD -> A", "Application").Cycles().Count());

    private static HashSet<(string From, string To)> Uses(params (string From, string To)[] pairs) => [.. pairs];
}
