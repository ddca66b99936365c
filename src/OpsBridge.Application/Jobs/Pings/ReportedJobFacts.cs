using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Jobs.Pings;

/// <summary>What reported jobs tell a handover: who is missing or failed, who is late, who is paused, and how many others there are.</summary>
internal sealed class ReportedJobFacts : IHandoverFacts
{
    private const int Most = 500;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Jobs;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var all = (await db.Set<ReportedJob>().AsNoTracking().ToListAsync(ct)).FindAll(j => j.Details.DeskId is null || j.Details.DeskId == span.DeskId);
        if (all.Count == 0)
        {
            return HandoverFactList.None;
        }

        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var down = all.FindAll(j => j.State == ReportedJobState.Down);
        var late = all.FindAll(j => j.Word(now) == ReportedJobWord.Grace);
        var paused = all.FindAll(j => j.State == ReportedJobState.Paused);
        var facts = down.OrderByDescending(j => j.Details.Severity).ThenBy(j => j.StateSince).Select(j => new HandoverFact($"reported-job/{j.Id}", $"{j.Title} {PingSignals.Words(j)}")
        {
            Detail = $"Down since {words.Clock(j.StateSince, now)}",
            Severity = j.Details.Severity.ToString(),
            Tone = FactTone.Bad,
            Href = $"/jobs/reported/{j.Id}",
            Since = j.StateSince,
        }).ToList();
        facts.AddRange(late.OrderBy(j => j.ExpectedAt).Select(j => new HandoverFact($"reported-job/{j.Id}", $"{j.Title} is late: expected {words.Clock(j.ExpectedAt!.Value, now)}")
        {
            Detail = j.DueAt is { } due ? $"Down from {words.Clock(due, now)} unless it reports" : null,
            Tone = FactTone.Warn,
            Href = $"/jobs/reported/{j.Id}",
            Since = j.ExpectedAt,
        }));
        facts.AddRange(paused.OrderBy(j => j.StateSince).Select(j => new HandoverFact($"reported-job/{j.Id}", $"{j.Title} is paused{(j.PausedUntil is { } until ? $" until {words.Clock(until, now)}" : " until somebody resumes it")}")
        {
            Detail = j.PausedWhy ?? "No reason was given.",
            Tone = FactTone.Warn,
            Href = $"/jobs/reported/{j.Id}",
            Since = j.StateSince,
            Owner = j.PausedBy,
        }));
        var rest = all.Count - down.Count - late.Count - paused.Count;
        facts.Add(new HandoverFact("reported-jobs/rest", $"{rest} of {FactWords.Many(all.Count, "reported job")} neither down, late nor paused") { Tone = FactTone.Quiet, Href = "/jobs/reported" });
        return new HandoverFactList([.. facts.Take(Most)], facts.Count);
    }
}
