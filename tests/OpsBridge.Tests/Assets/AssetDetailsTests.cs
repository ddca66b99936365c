using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetDetailsTests
{
    private static readonly AssetDetails s_good = new("web-1", "server", Guid.CreateVersion7(), Criticality.High);

    [Fact]
    public void Good_values_have_no_errors() => Assert.Empty(s_good.Validate());

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    public void A_name_that_cannot_be_stored_is_refused(string name) =>
        Assert.Equal([nameof(AssetDetails.Name)], (s_good with { Name = name }).Validate().Keys);

    [Fact]
    public void Half_a_character_cannot_be_stored() => // not as InlineData: an attribute cannot carry it
        Assert.Equal([nameof(AssetDetails.Name)], (s_good with { Name = "half \ud83d" }).Validate().Keys);

    [Fact]
    public void A_whole_character_beyond_the_basic_plane_is_welcome() => Assert.Empty((s_good with { Name = "rack 😀" }).Validate());

    [Fact]
    public void Notes_may_have_lines_but_no_control_characters()
    {
        Assert.Empty((s_good with { Notes = "one\r\n\ttwo" }).Validate());
        Assert.Equal([nameof(AssetDetails.Notes)], (s_good with { Notes = "bell \a" }).Validate().Keys);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://name:secret@example.org/")]
    [InlineData("runbook.md")]
    public void A_runbook_that_is_no_plain_web_address_is_refused(string url) =>
        Assert.Equal([nameof(AssetDetails.RunbookUrl)], (s_good with { RunbookUrl = url }).Validate().Keys);

    [Fact]
    public void A_tag_must_be_named_like_a_label() =>
        Assert.Equal([nameof(AssetDetails.Tags)], (s_good with { Tags = Labels.Of(("1st", "x")) }).Validate().Keys);

    [Fact]
    public void A_number_that_is_no_criticality_is_refused() =>
        Assert.Equal([nameof(AssetDetails.Criticality)], (s_good with { Criticality = (Criticality)7 }).Validate().Keys);

    [Fact]
    public void Values_are_stored_trimmed_with_the_kind_in_lower_case_and_each_parent_once()
    {
        var parent = Guid.CreateVersion7();
        var asset = Asset.Create(s_good with { Name = " web-1 ", Kind = " Server", OwnerTeam = "  ", ParentIds = [parent, parent] });

        Assert.Equal(("web-1", "server", null), (asset.Name, asset.Kind, asset.OwnerTeam));
        Assert.Equal([parent], asset.ToDetails().ParentIds);
    }

    [Fact]
    public void A_bulk_edit_changes_only_what_it_names()
    {
        var before = s_good with { OwnerTeam = "web", Tags = Labels.Of(("env", "test"), ("old", "1")) };

        var after = new BulkEdit { AddTags = Labels.Of(("env", "prod")), RemoveTags = ["old"] }.ApplyTo(before);

        Assert.Equal(Labels.Of(("env", "prod")), after.Tags);
        Assert.Equal(("web", before.SiteId, Criticality.High), (after.OwnerTeam, after.SiteId, after.Criticality));
    }

    [Theory]
    [InlineData("Europe/Zurich", true)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("", false)]
    public void A_site_takes_IANA_zones_only(string zone, bool good) =>
        Assert.Equal(good, new SiteDetails("Zurich DC", SiteKind.DataCentre, zone, null).Validate().Count == 0);
}
