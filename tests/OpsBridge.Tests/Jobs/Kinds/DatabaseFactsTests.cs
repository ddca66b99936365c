using OpsBridge.Jobs.Running;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class DatabaseFactsTests
{
    private static readonly DatabaseFacts s_dumped = Facts(("orders", 10), ("notes", 0));

    [Fact]
    public void The_same_rows_and_objects_differ_in_nothing() => Assert.Null(s_dumped.Differs(DatabaseFacts.FromJson(s_dumped.ToJson())!));

    [Fact]
    public void A_row_less_is_told() => Assert.Equal("orders: 10 rows backed up, 9 restored", s_dumped.Differs(Facts(("orders", 9), ("notes", 0))));

    [Fact]
    public void An_index_less_is_told() =>
        Assert.Equal("indexes: 2 in number backed up, 1 restored", (s_dumped with { Objects = new(StringComparer.Ordinal) { ["indexes"] = 2 } }).Differs(s_dumped with { Objects = new(StringComparer.Ordinal) { ["indexes"] = 1 } }));

    [Fact]
    public void Of_many_differences_the_first_are_named() =>
        Assert.EndsWith("; and 2 more", Facts(("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)).Differs(Facts())!, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(7, 320)]
    [InlineData(8, 360)]
    [InlineData(100, 360)]
    public void The_wait_between_attempts_doubles_up_to_six_hours(int attempt, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), RunEnding.Backoff(TimeSpan.FromMinutes(5), attempt));

    private static DatabaseFacts Facts(params (string Table, long Rows)[] rows) =>
        new(new(rows.ToDictionary(r => r.Table, r => r.Rows), StringComparer.Ordinal), new(StringComparer.Ordinal));
}
