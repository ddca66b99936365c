using Xunit;

namespace OpsBridge.Shell;

public sealed class NavCatalogTests
{
    [Fact]
    public void Every_page_has_a_letter_a_name_and_an_address_of_its_own()
    {
        Assert.Equal([], Twice(NavCatalog.Items.Select(i => i.Key.ToString())));
        Assert.Equal([], Twice(NavCatalog.Items.Select(i => i.Label)));
        Assert.Equal([], Twice(NavCatalog.Items.Select(i => i.Href)));
    }

    private static IEnumerable<string> Twice(IEnumerable<string> values) => values.GroupBy(v => v, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);
}
