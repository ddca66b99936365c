namespace OpsBridge.Assets;

/// <summary>The IANA zones that this machine knows.</summary>
internal static class TimeZones
{
    /// <summary>By name; UTC first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "UTC",
        .. TimeZoneInfo.GetSystemTimeZones()
            .Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal))
            .Select(z => z.Id)
            .Order(StringComparer.Ordinal),
    ];
}
