using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Maintenance.Handover;

/// <summary>Maintenance windows: in progress, across T, beginning or ending in the next shift.</summary>
internal sealed class WindowFacts : IHandoverFacts
{
    private static readonly TimeSpan s_aroundT = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Maintenance;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var facts = new List<HandoverFact>();
        foreach (var planned in await PlannedWindow.ReadAsync(db, now, ct))
        {
            if (planned.Schedule.EndingAfter(now).TakeWhile(s => s.Start < span.NextUntil).FirstOrDefault() is { } stretch)
            {
                facts.Add(Fact(planned.Window, stretch, span, words, now));
            }
        }

        return new HandoverFactList([.. facts.OrderByDescending(f => f.Tone).ThenBy(f => f.Since)], facts.Count);
    }

    private static HandoverFact Fact(MaintenanceWindow window, WindowStretch stretch, HandoverSpan span, FactWords words, DateTimeOffset now)
    {
        var across = stretch.Start < span.Until && stretch.End > span.Until;
        var atChange = stretch.Start >= span.Until - s_aroundT && stretch.Start <= span.Until + s_aroundT;
        var when = (stretch.Start <= now, across) switch
        {
            (true, true) => $"In progress, across T: ends {words.Clock(stretch.End, now)}",
            (true, false) => $"In progress, ends {words.Clock(stretch.End, now)}",
            (false, true) => $"Begins {words.Clock(stretch.Start, now)}, across T, ends {words.Clock(stretch.End, now)}",
            _ => $"Begins {words.Clock(stretch.Start, now)}, ends {words.Clock(stretch.End, now)}",
        };
        return new HandoverFact($"window/{window.Id}", window.Name)
        {
            Detail = Short.Of($"{when}{(atChange ? " · begins within 30 min of T: can it wait?" : "")} · {window.Reason}", 400),
            Owner = window.OwnerName,
            Since = stretch.Start,
            Tone = across || atChange ? FactTone.Warn : FactTone.Plain,
            Href = $"/maintenance?id={window.Id}",
            Risk = across ? "window spans T" : null,
        };
    }
}
