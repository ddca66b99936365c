using System.Globalization;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>What else helps with an alert.</summary>
/// <param name="Detail">More text from the source.</param>
/// <param name="Asset">The asset it is on, with what it is reached through.</param>
/// <param name="Runbook">Address of the runbook: the alert's own, else the asset's; http or https.</param>
/// <param name="Deeds">What people did about the latest earlier alerts of the condition, by number.</param>
public sealed record AlertSurroundings(string? Detail, AssetView? Asset, string? Runbook, IReadOnlyDictionary<long, IReadOnlyList<TimelineRow>> Deeds);

/// <summary>Reads it.</summary>
public sealed class AlertContexts(IAlertBoard board, IAssetDirectory assets, ITimelineReader timeline)
{
    private const int Occurrences = 3;
    private const int Entries = 30;
    private static readonly string[] s_runbookNames = ["runbook_url", "runbook", "runbookURL"];

    /// <summary>Detail, asset, runbook, and what was done the last times.</summary>
    public async Task<AlertSurroundings> ReadAsync(AlertRow row, IReadOnlyList<AlertRow> earlier, Actor actor, CancellationToken ct)
    {
        var whole = row.Detail is null ? await board.FindAsync(row.Id, actor, ct) : row;
        var asset = row.AssetId is { } id && actor.May(Permissions.ViewAssets) ? await assets.FindAsync(id, actor, ct) : null;
        var deeds = new Dictionary<long, IReadOnlyList<TimelineRow>>();
        foreach (var past in earlier.Take(Occurrences))
        {
            var entries = await timeline.OfSubjectAsync("alert", past.Id.ToString(CultureInfo.InvariantCulture), Entries, actor, ct);
            deeds[past.Id] = [.. entries.Where(HistoryWords.IsPerson).Reverse()];
        }

        return new AlertSurroundings(whole?.Detail, asset, RunbookOf(row, asset), deeds);
    }

    private static string? RunbookOf(AlertRow row, AssetView? asset) =>
        s_runbookNames.Select(n => SafeLink.Of(row.Annotations[n] ?? row.Labels[n])).FirstOrDefault(l => l is not null) ?? SafeLink.Of(asset?.RunbookUrl);
}
