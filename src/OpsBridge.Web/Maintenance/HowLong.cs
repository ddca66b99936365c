namespace OpsBridge.Maintenance;

/// <summary>A choice of "how long": a length of time, or a time.</summary>
/// <param name="Value">Goes into the choice.</param>
/// <param name="Text">Words.</param>
/// <param name="Lasts">The length; null for "until a time".</param>
internal sealed record HowLong(string Value, string Text, TimeSpan? Lasts)
{
    /// <summary>The choice "until a time".</summary>
    public const string Until = "until";

    /// <summary>What can be chosen with one click.</summary>
    public static IReadOnlyList<HowLong> All { get; } =
    [
        new("30", "30 min", TimeSpan.FromMinutes(30)),
        new("60", "1 h", TimeSpan.FromHours(1)),
        new("120", "2 h", TimeSpan.FromHours(2)),
        new("480", "8 h", TimeSpan.FromHours(8)),
        new("1440", "24 h", TimeSpan.FromHours(24)),
        new(Until, "Until a time", null),
    ];

    /// <summary>The end that a choice means.</summary>
    public static DateTimeOffset? End(string choice, DateTimeOffset? from, DateTimeOffset? until) =>
        All.FirstOrDefault(h => h.Value == choice)?.Lasts is { } lasts ? from + lasts : until;
}
