using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Batches;

/// <summary>What the next shift must know of the batches: which are late, and which will be.</summary>
internal sealed class BatchFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Jobs;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var told = await db.Set<Batch>().AsNoTracking().Where(b => b.RetiredAt == null && (b.LateFor != null || b.WarnedFor != null)).ToListAsync(ct);
        if (told.Count == 0)
        {
            return HandoverFactList.None;
        }

        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var book = await BatchReader.BookAsync(db, told, now, ct);
        var facts = told.OrderBy(b => b.LateFor is null ? 1 : 0).ThenBy(b => b.LateFor ?? b.WarnedFor).Select(b =>
        {
            var forecast = BatchVerdict.Of(b, book, TimeSpan.MaxValue).Shown;
            return b.LateFor is { } late
                ? new HandoverFact($"batch-late/{b.Id}", $"{b.Name} is late: it should have been complete by {words.Clock(late, now)}") { Detail = Outlook(forecast, words, now), Tone = FactTone.Bad, Href = $"/jobs/batches/{b.Id}", Since = late, Severity = b.Details.Severity.ToString(), NeedsJudgement = true }
                : new HandoverFact($"batch-warned/{b.Id}", $"{b.Name} is expected to miss {words.Clock(b.WarnedFor!.Value, now)}") { Detail = Outlook(forecast, words, now), Tone = FactTone.Warn, Href = $"/jobs/batches/{b.Id}", NeedsJudgement = true };
        }).ToList();
        return new HandoverFactList([.. facts.Take(FactBook.Most)], facts.Count);
    }

    private static string Outlook(BatchForecast forecast, FactWords words, DateTimeOffset now) =>
        forecast.Stuck is [var stuck, ..] ? $"{stuck.Name} {stuck.Note}"
        : forecast.End is { } end ? $"expected to be complete at {words.Clock(end, now)}" : "";
}

/// <summary>Which entries about batches the log book shows by itself.</summary>
internal sealed class BatchLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewJobs;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["batch.warned", "batch.late", "batch.recovered"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople => ["batch.created", "batch.changed", "batch.retired"];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("batch", "Batches")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject == "batch" ? $"/jobs/batches/{subjectId}" : null;
}
