using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds;

/// <summary>
/// The comparison of a reading with the sensor's current value. Too far apart, an ongoing log entry asks for a calibration: it has
/// an owner, is carried from shift to shift and stands in the handover until somebody closes it with a word (ADR 0028). While one
/// of a step is open there is no second.
/// </summary>
/// <param name="Sensor">What the sensor said; null when it is silent.</param>
/// <param name="EntryId">The log entry; null when the two agree.</param>
internal sealed record Calibration(double? Sensor, Guid? EntryId)
{
    /// <summary>A sensor that said nothing for longer than this is silent.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    /// <summary>Compares; null where there is no sensor or no number.</summary>
    public static async Task<Calibration?> CompareAsync(RoundInHand hand, ChecklistStep step, JudgedAnswer answer, Actor actor, CancellationToken ct)
    {
        if (step.Sensor is not { } sensor || answer.Value is not { } value)
        {
            return null;
        }

        var measured = await HandReadings.LatestAsync(hand.Db, sensor.CheckId, sensor.Metric, hand.Now - Fresh, ct);
        return measured is not { } seen || Math.Abs(decimal.ToDouble(value) - seen) <= decimal.ToDouble(sensor.Tolerance)
            ? new Calibration(measured, null)
            : new Calibration(seen, await OpenAsync(hand, step, ct) ?? await AskAsync(hand, step, value, seen, actor, ct));
    }

    private static Task<Guid?> OpenAsync(RoundInHand hand, ChecklistStep step, CancellationToken ct) => (
        from reading in hand.Db.Set<Reading>()
        join entry in hand.Db.Set<LogEntry>() on reading.CalibrationId equals (Guid?)entry.Id
        where reading.StepId == step.Id && entry.ClosedAt == null
        select (Guid?)entry.Id).FirstOrDefaultAsync(ct);

    private static async Task<Guid> AskAsync(RoundInHand hand, ChecklistStep step, decimal value, double seen, Actor actor, CancellationToken ct)
    {
        var (db, round, now) = (hand.Db, hand.Round, hand.Now);
        var check = await db.Set<Check>().Where(c => c.Id == step.Sensor!.CheckId).Select(c => c.Name).SingleOrDefaultAsync(ct);
        var text = $"Calibrate: {step.Title} was read as {ReadingText.Show(value, step.Unit)} by hand, the sensor ({check ?? "removed"}, {step.Sensor!.Metric}) says {ReadingEffects.Show(seen, step.Unit)}; {ReadingText.Show(step.Sensor.Tolerance, step.Unit)} apart are allowed. One of the two is wrong. Round “{round.Name}”.";
        var shift = await db.Set<Shift>().Where(s => s.DeskId == round.DeskId && s.StartsAt <= now && now < s.EndsAt).SingleOrDefaultAsync(ct);
        var details = new LogEntryDetails(text) { Kind = LogEntryKind.Ongoing, DeskId = round.DeskId, AssetIds = [step.AssetId!.Value], Tags = ["calibration"] };
        var entry = LogEntry.Write(details, new LogPlace(round.DeskId, shift?.Id, shift?.EndsAt), null, actor, now);
        db.Add(entry);
        db.Add(LogVersion.Of(entry.Id, 1, entry.Text, null, actor, now));
        db.Add(TimelineEntry.Record(now, actor, LogBookChange.Happened(entry, "written", "asked for a calibration")));
        return entry.Id;
    }
}
