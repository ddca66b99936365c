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

    [Fact]
    public void The_fingerprint_is_stored_and_so_never_changes()
    {
        var bytes = new byte[] { 1, 0, 0, 0, (byte)'a', 2, 0, 0, 0, 0xc3, 0xbc };
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 16));

        var labels = Labels.Of(("a", "ü"));

        Assert.Equal(expected, labels.Fingerprint());
        Assert.Equal(labels.Key(), Labels.KeyOf(expected));
        Assert.Equal(expected, Labels.FingerprintOf(labels.Key()));
        Assert.Throws<FormatException>(() => Labels.KeyOf("abc"));
    }

    [Fact]
    public void A_long_set_has_a_fingerprint_too()
    {
        var many = Labels.From(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"label_{i}", new string('x', i))));
        Assert.NotEqual(many.Fingerprint(), many.With("label_1", "y").Fingerprint());
    }

    [Fact]
    public void Of_two_pairs_with_one_name_the_last_wins_also_when_it_is_empty()
    {
        Assert.Equal(Labels.Of(("a", "3"), ("b", "1")), Labels.Of(("a", "1"), ("b", "1"), ("a", "2"), ("a", "3")));
        Assert.Equal(Labels.Of(("b", "1")), Labels.Of(("a", "1"), ("b", "1"), ("a", "")));
    }

    [Fact]
    public void Joining_keeps_order_and_lets_the_other_win()
    {
        var joined = Labels.Of(("a", "1"), ("c", "1"), ("d", "1")).With(Labels.Of(("b", "2"), ("c", "2"), ("e", "2")));
        Assert.Equal("a=\"1\", b=\"2\", c=\"2\", d=\"1\", e=\"2\"", joined.ToString());
        Assert.Equal(joined, Labels.Empty.With(joined));
        Assert.Equal(joined, joined.With(Labels.Empty));
    }
}
