using System.Data;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Shifts.Handover;

/// <summary>Reads the facts of all slices at one moment: one repeatable-read transaction, so that no section tells of another instant than the next.</summary>
public sealed class HandoverFactReader(IDbContextFactory<OpsDbContext> contexts, IEnumerable<IHandoverFacts> tellers)
{
    private readonly ILookup<HandoverSection, IHandoverFacts> _tellers = tellers.ToLookup(t => t.Section);

    /// <summary>The facts; a section that nobody reports on says so.</summary>
    public async Task<FactBook> ReadAsync(HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var sections = new List<SectionFacts>();
        foreach (var section in HandoverSections.All)
        {
            var (facts, total) = (new List<HandoverFact>(), 0);
            foreach (var teller in _tellers[section])
            {
                var told = await teller.ReadAsync(db, span, now, ct);
                facts.AddRange(told.Facts);
                total += told.Total;
            }

            sections.Add(new SectionFacts(section, [.. facts.OrderByDescending(f => f.Tone).Take(FactBook.Most)], total, IsTold(section)));
        }

        return new FactBook(sections);
    }

    /// <summary>The state of the bridge and free notes are people's own.</summary>
    private bool IsTold(HandoverSection section) => section is HandoverSection.Notes || _tellers[section].Any();
}
