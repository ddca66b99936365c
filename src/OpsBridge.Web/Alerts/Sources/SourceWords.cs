using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Sources;

/// <summary>Words of sources for people.</summary>
internal static class SourceWords
{
    /// <summary>What a source may speak.</summary>
    public static IReadOnlyList<Segment> Formats { get; } = [.. Enum.GetValues<SourceFormat>().Select(f => new Segment(f.ToString(), Of(f)))];

    /// <summary>Severities, the worst first.</summary>
    public static IReadOnlyList<Segment> Severities { get; } = [.. Enum.GetValues<AlertSeverity>().OrderDescending().Select(s => new Segment(s.ToString(), s.ToString()))];

    /// <summary>Kinds of label rules.</summary>
    public static IReadOnlyList<Segment> Rules { get; } =
    [
        new(nameof(LabelRuleKind.Extract), "Extract"), new(nameof(LabelRuleKind.Rename), "Rename"), new(nameof(LabelRuleKind.Copy), "Copy"),
        new(nameof(LabelRuleKind.Set), "Set"), new(nameof(LabelRuleKind.Drop), "Drop"),
    ];

    /// <summary>Ways to an asset.</summary>
    public static IReadOnlyList<Segment> Lookups { get; } =
    [
        new(nameof(AssetLookupKind.Name), "is the asset's name"), new(nameof(AssetLookupKind.Host), "is an address: its host part"), new(nameof(AssetLookupKind.Tag), "is the asset's tag …"),
    ];

    /// <summary>The format's own name.</summary>
    public static string Of(SourceFormat format) => format switch
    {
        SourceFormat.Prometheus => "Prometheus",
        SourceFormat.Alertmanager => "Alertmanager",
        SourceFormat.Grafana => "Grafana",
        SourceFormat.PagerDuty => "PagerDuty Events v2",
        SourceFormat.CloudEvents => "CloudEvents",
        SourceFormat.Icinga2 => "Icinga 2",
        _ => "Script (curl)",
    };

    /// <summary>The state as <see cref="StatusMark"/> shows it: shape and colour.</summary>
    public static string Mark(SourceState state) => state switch
    {
        SourceState.Heard => "ok",
        SourceState.Silent => "major",
        _ => "pending",
    };

    /// <summary>The state in a word.</summary>
    public static string Of(SourceState state) => state switch
    {
        SourceState.Heard => "Heard",
        SourceState.Silent => "Silent",
        _ => "Never heard",
    };

    /// <summary>What is wrong with the sender's clock.</summary>
    public static string Of(ClockTrouble trouble) =>
        trouble.Ahead ? $"clock {DurationText.Show(trouble.By)} ahead" : $"events {DurationText.Show(trouble.By)} late, or its clock behind";

    /// <summary>Whole numbers with separators.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate per minute; small ones with a digit behind the point.</summary>
    public static string PerMinute(double rate) => rate switch
    {
        < 0.05 => "0",
        < 10 => rate.ToString("0.#", CultureInfo.InvariantCulture),
        _ => rate.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Durations to choose from, in seconds, and the one that is set.</summary>
    public static IReadOnlyList<Segment> Durations(TimeSpan? current, params ReadOnlySpan<int> seconds)
    {
        var all = new SortedSet<int>(seconds.ToArray());
        if (current is { } set)
        {
            all.Add((int)set.TotalSeconds);
        }

        return [.. all.Select(s => new Segment(s.ToString(CultureInfo.InvariantCulture), Duration(s)))];
    }

    private static string Duration(int seconds) => seconds switch
    {
        _ when seconds % 86_400 == 0 => Plural(seconds / 86_400, "day"),
        _ when seconds % 3600 == 0 => Plural(seconds / 3600, "hour"),
        _ when seconds % 60 == 0 => Plural(seconds / 60, "minute"),
        _ => Plural(seconds, "second"),
    };

    private static string Plural(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
