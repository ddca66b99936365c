using OpsBridge.Alerts.Archive;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class ArchiveQueryTests
{
    [Fact]
    public void An_address_and_back_is_the_same_query()
    {
        var query = new ArchiveQuery
        {
            From = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), Text = "a=~\"b|c\", d!=e", Severity = AlertSeverity.Major,
            Source = "prom & co", Site = Guid.CreateVersion7(), ClosedOnly = true, Backwards = true, Place = new ArchivePlace(new DateTimeOffset(2026, 11, 1, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_560), 77),
        };

        Assert.Equal(query, ArchiveQuery.Parse(query.ToQuery()));
        Assert.Equal("", new ArchiveQuery().ToQuery());
        Assert.Equal(1000, ArchiveQuery.Parse("?page=1000").Page);
    }

    [Theory]
    [InlineData("?span=forever&from=x&severity=9&site=no&before=1&after=.&page=-4")]
    [InlineData("?before=20261101T000000.000000&q=")]
    public void What_an_address_says_wrongly_counts_as_absent(string address) => Assert.Equal(new ArchiveQuery(), ArchiveQuery.Parse(address));

    [Fact]
    public void An_unfinished_filter_filters_nothing_and_says_so()
    {
        var (filter, error) = new ArchiveQuery { Text = "a=\"b" }.ToFilter(DateTimeOffset.UnixEpoch);

        Assert.Null(filter.Matchers);
        Assert.Equal("The closing quote is missing.", error);
    }
}
