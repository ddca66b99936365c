using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>The IANA zones that this machine knows.</summary>
internal static class TimeZones
{
    /// <summary>By name; UTC first.</summary>
    public static IReadOnlyList<Segment> All { get; } =
    [
        new("UTC", "UTC"),
        .. TimeZoneInfo.GetSystemTimeZones()
            .Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal))
            .Select(z => new Segment(z.Id, z.Id.Replace('_', ' ')))
            .OrderBy(z => z.Text, StringComparer.Ordinal),
    ];
}
