using System.Text;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Assets;

public sealed class ImportPlanTests
{
    private static readonly Guid s_zurich = Guid.CreateVersion7();
    private static readonly KnownAsset s_lb = Known("lb-1", new("lb-1", "load balancer", s_zurich, Criticality.Critical) { Tags = Labels.Of(("env", "prod")) });
    private static readonly KnownAsset s_old = Known("old-1", new("old-1", "server", s_zurich, Criticality.Low)) with { RetiredAt = DateTimeOffset.UnixEpoch };
    private static readonly EstateSnapshot s_estate = new(
        new Dictionary<string, Guid>(StringComparer.Ordinal) { ["Zurich DC"] = s_zurich },
        new Dictionary<string, KnownAsset>(StringComparer.Ordinal) { ["lb-1"] = s_lb, ["old-1"] = s_old });

    [Fact]
    public void A_new_name_creates_with_medium_criticality_when_the_file_does_not_say()
    {
        var row = Assert.Single(Plan("name,kind,site\nweb-1,server,Zurich DC"));

        Assert.IsType<ImportVerdict.Create>(row.Verdict);
        Assert.Equal((Criticality.Medium, s_zurich), (row.Details!.Criticality, row.Details.SiteId));
    }

    [Fact]
    public void A_known_name_says_which_fields_change_and_keeps_what_has_no_column()
    {
        var row = Assert.Single(Plan("name,owner_team\nlb-1,network"));

        Assert.Equal([new FieldChange("owner_team", "", "network")], Assert.IsType<ImportVerdict.Change>(row.Verdict).Fields);
        Assert.Equal(Labels.Of(("env", "prod")), row.Details!.Tags);
    }

    [Fact]
    public void A_known_name_with_what_is_known_is_unchanged() =>
        Assert.IsType<ImportVerdict.Unchanged>(Assert.Single(Plan("name,kind,site,criticality,tags\nlb-1,Load Balancer,Zurich DC,CRITICAL,env=prod")).Verdict);

    [Fact]
    public void Semicolons_a_byte_order_mark_and_headings_in_any_case_are_understood()
    {
        var row = Assert.Single(Plan("\uFEFFName;Kind;Site;Owner Team\nweb-1;server;Zurich DC;\"web; shop\""));

        Assert.Equal("web; shop", row.Details!.OwnerTeam);
    }

    [Theory]
    [InlineData("web-1,server,Bern,low,", "There is no site “Bern”.")]
    [InlineData("web-1,server,,low,", "Choose a site.")]
    [InlineData("web-1,,Zurich DC,low,", "Say what kind of asset it is, in 1 to 40 characters.")]
    [InlineData("web-1,server,Zurich DC,huge,", "The criticality “huge” is none of low, medium, high, critical.")]
    [InlineData("web-1,server,Zurich DC,low,nobody", "There is no asset “nobody” to be its parent, neither known nor in this file.")]
    [InlineData("web-1,server,Zurich DC,low,old-1", "old-1 is retired and cannot be a parent.")]
    [InlineData("web-1,server,Zurich DC,low,web-1", "An asset cannot be its own parent.")]
    [InlineData("old-1,server,Zurich DC,low,", "This asset is retired. Take it back into the watch first.")]
    [InlineData("web-1,server", "It has 2 cells, but the first line names 5 columns.")]
    [InlineData("web-1,ser\"ver,Zurich DC,low,", "A quote stands in the middle of a cell. Put the whole cell in quotes and double the quotes within.")]
    public void A_bad_row_is_refused_with_a_plain_reason_and_the_next_is_taken(string bad, string reason)
    {
        var rows = Plan($"name,kind,site,criticality,parents\n{bad}\nweb-2,server,Zurich DC,low,lb-1");

        Assert.Equal(reason, Assert.IsType<ImportVerdict.Refused>(rows[0].Verdict).Reason);
        Assert.IsType<ImportVerdict.Create>(rows[1].Verdict);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_refuse_their_row_only()
    {
        var rows = Plan([.. "name,kind,site\nz"u8, 0xFC, .. "rich,server,Zurich DC\nweb-1,server,Zurich DC"u8]);

        Assert.Equal([typeof(ImportVerdict.Refused), typeof(ImportVerdict.Create)], rows.Select(r => r.Verdict.GetType()));
    }

    [Fact]
    public void A_name_given_twice_is_refused_the_second_time() =>
        Assert.Equal("Line 2 already describes this asset.", Assert.IsType<ImportVerdict.Refused>(Plan("name,notes\nlb-1,a\nlb-1,b")[1].Verdict).Reason);

    [Fact]
    public void Parents_may_stand_further_down_in_the_same_file()
    {
        var rows = Plan("name,kind,site,parents\nweb-1,server,Zurich DC,sw-1; lb-1\nsw-1,switch,Zurich DC,");

        Assert.Equal([rows[1].Id, s_lb.Id], rows[0].Details!.ParentIds);
    }

    [Fact]
    public void A_circle_refuses_the_rows_on_it_and_no_other()
    {
        var rows = Plan("name,kind,site,parents\na,x,Zurich DC,b\nb,x,Zurich DC,c\nc,x,Zurich DC,a\nd,x,Zurich DC,a");

        Assert.Equal([true, true, true, false], rows.Select(r => r.Verdict is ImportVerdict.Refused));
    }

    [Fact]
    public void A_chain_of_ten_thousand_parents_is_no_circle()
    {
        var edges = Enumerable.Range(0, 10_000).ToDictionary(Id, i => (IReadOnlyList<Guid>)(i == 9_999 ? [] : [Id(i + 1)]));

        Assert.Empty(Circles.Find(edges));
        edges[Id(9_999)] = [Id(0)];
        Assert.Equal(10_000, Circles.Find(edges).Count);
    }

    [Theory]
    [InlineData("", "The file is empty. Its first line must name the columns: name, kind, site …")]
    [InlineData("kind,site\nserver,Zurich DC", "The first line must name the columns, “name” among them.")]
    [InlineData("name,name\na,b", "The column “name” is named twice.")]
    [InlineData("name,kind", "The file names its columns but has no rows.")]
    public void A_file_without_usable_columns_or_rows_is_refused_whole(string file, string reason) =>
        Assert.Equal((null, reason), AssetSheet.Read(Encoding.UTF8.GetBytes(file)));

    [Fact]
    public void Limits_on_rows_and_bytes_are_said_in_words()
    {
        var rows = Encoding.UTF8.GetBytes("name\n" + string.Concat(Enumerable.Range(0, 10_001).Select(i => $"a{i}\n")));

        Assert.Equal($"The file has more than {10_000:N0} rows. Split it.", AssetSheet.Read(rows).Problem);
        Assert.Equal("The file is larger than 10 MB. Split it.", AssetSheet.Read(new byte[(10 * 1024 * 1024) + 1]).Problem);
        Assert.NotNull(AssetSheet.Read(rows.AsSpan(0, rows.Length - "a10000\n".Length)).Sheet);
    }

    [Fact]
    public void A_column_that_means_nothing_is_named() =>
        Assert.Equal(["serial"], AssetSheet.Read("name,serial\nlb-1,42"u8).Sheet!.IgnoredColumns);

    private static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);

    private static KnownAsset Known(string name, AssetDetails details) => new(Guid.CreateVersion7(), details with { Name = name }, null);

    private static IReadOnlyList<PlannedRow> Plan(string file) => Plan(Encoding.UTF8.GetBytes(file));

    private static IReadOnlyList<PlannedRow> Plan(byte[] file) => ImportPlan.Of(AssetSheet.Read(file).Sheet!, s_estate);
}
