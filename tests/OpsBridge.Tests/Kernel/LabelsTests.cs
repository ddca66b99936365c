using Xunit;

namespace OpsBridge.Kernel;

public sealed class LabelsTests
{
    [Fact]
    public void Order_of_building_does_not_matter()
    {
        var one = Labels.Of(("b", "2"), ("a", "1"));
        var other = Labels.Of(("a", "1"), ("b", "2"));

        Assert.Equal(one, other);
        Assert.Equal(one.Fingerprint(), other.Fingerprint());
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void No_two_sets_share_an_encoding()
    {
        string[] prints =
        [
            Labels.Of(("a", "b"), ("c", "d")).Fingerprint(),
            Labels.Of(("a", "bc"), ("d", "x")).Fingerprint(),
            Labels.Of(("ab", "c"), ("d", "x")).Fingerprint(),
            Labels.Of(("a", "b\0c")).Fingerprint(),
            Labels.Empty.Fingerprint(),
        ];

        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.All(prints, p => Assert.Matches("^[0-9a-f]{32}$", p));
    }

    [Fact]
    public void An_empty_value_means_no_label()
    {
        Assert.Equal(Labels.Empty, Labels.Of(("a", "")));
        Assert.Null(Labels.Of(("a", "1")).With("a", "")["a"]);
    }

    [Fact]
    public void Survives_json()
    {
        var labels = Labels.Of(("a", "\"<script>'\n"), ("b", "ü"));

        Assert.Equal(labels, Labels.FromJson(labels.ToJson()));
    }

    [Theory]
    [InlineData("team", true)]
    [InlineData("_x9", true)]
    [InlineData("9x", false)]
    [InlineData("a-b", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    public void Label_names_follow_prometheus(string name, bool valid) => Assert.Equal(valid, LabelName.IsValid(name));
}
