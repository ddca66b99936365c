using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>What follows from a reading, in its transaction: the round is begun, the timeline told, the series and the alert follow.</summary>
internal static class ReadingEffects
{
    /// <summary>Lets it follow.</summary>
    /// <param name="hand">The round.</param>
    /// <param name="step">The step.</param>
    /// <param name="reading">The reading, added already.</param>
    /// <param name="first">The first version of it; null when this is the first.</param>
    /// <param name="actor">Who read.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task FollowAsync(RoundInHand hand, ChecklistStep step, Reading reading, Reading? first, Actor actor, CancellationToken ct)
    {
        if (hand.Round.Stage == RoundStage.Planned)
        {
            hand.Round.Take(actor, hand.Now);
            hand.Tell(actor, "taken", $"began the round {hand.Round.Name}");
        }

        var words = $"{step.Title}: {reading.Show(step.Unit)}{(reading.Because is { } because ? $", {because}" : "")}";
        hand.Tell(actor, first is null ? "read" : "corrected", first is null ? $"read on the round {hand.Round.Name}: {words}" : $"corrected on the round {hand.Round.Name}: {words}", new { reading.Number, reading.Value, reading.Text, reading.NotApplicable, Verdict = reading.Verdict.ToString() }, reading.Why, step.AssetId);
        if (!hand.Round.IsOpen)
        {
            var others = (await hand.ReadingsAsync(ct)).Where(r => r.StepId != step.Id);
            hand.Round.Recount(others.Append(reading).Count(r => r.Deviates));
        }

        if (step is { IsNumeric: true, AssetId: { } asset })
        {
            var series = new StepSeries(step.Id, asset, step.Title, step.Unit);
            await HandReadings.WriteAsync(hand.Db, series, first?.At ?? reading.At, reading.Value is { } value ? decimal.ToDouble(value) : null, first?.Value is not null, ct);
        }

        await SignalAsync(hand, step, reading, first is not null, ct);
    }

    private static async Task SignalAsync(RoundInHand hand, ChecklistStep step, Reading reading, bool corrected, CancellationToken ct)
    {
        // A step that could not be done says nothing about the asset, unless it takes back what was said.
        if ((reading.NotApplicable && !corrected) || await PreviousReadings.HasLaterAsync(hand.Db, step.Id, hand.Round.DueAt, ct))
        {
            return;
        }

        var asset = step.AssetId is { } id ? await hand.Db.Set<Asset>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) : null;
        var site = asset is null ? null : await hand.Db.Set<Site>().Where(s => s.Id == asset.SiteId).Select(s => s.Name).SingleAsync(ct);
        await ApplySignals.WithinAsync(hand.Db, [RoundSignals.OfReading(hand.Round, step, reading, asset, site)], RoundSignals.Reporter, ct);
    }

    /// <summary>A sensor's number in words.</summary>
    public static string Show(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}{(unit.Length == 0 ? "" : " ")}{unit}");
}
