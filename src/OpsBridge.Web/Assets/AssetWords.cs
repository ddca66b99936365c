using OpsBridge.Kernel;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>Words of the slice as pages show them.</summary>
internal static class AssetWords
{
    /// <summary>Criticalities, highest first.</summary>
    public static IReadOnlyList<Segment> Criticalities { get; } =
        [.. Enum.GetValues<Criticality>().Reverse().Select(c => new Segment(c.ToString(), c.ToString()))];

    /// <summary>Kinds of sites.</summary>
    public static IReadOnlyList<Segment> SiteKinds { get; } = [.. Enum.GetValues<SiteKind>().Select(k => new Segment(k.ToString(), Of(k)))];

    /// <summary>A site's kind in words.</summary>
    public static string Of(SiteKind kind) => kind switch
    {
        SiteKind.DataCentre => "Data centre",
        SiteKind.RecoverySite => "Recovery site",
        SiteKind.Branch => "Branch",
        _ => "Cloud region",
    };

    /// <summary>"1 asset", "4 assets".</summary>
    public static string Count(int number, string thing) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>Tags as people read them: "env=prod  team=web".</summary>
    public static string Of(Labels tags) => string.Join("  ", tags.Select(t => $"{t.Key}={t.Value}"));
}
