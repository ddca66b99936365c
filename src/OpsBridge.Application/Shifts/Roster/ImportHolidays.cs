using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="ImportHolidays"/>.</summary>
public abstract record ImportHolidaysResult
{
    /// <summary>Stored.</summary>
    /// <param name="Days">How many.</param>
    public sealed record Done(int Days) : ImportHolidaysResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Why">One sentence naming the line.</param>
    public sealed record Invalid(string Why) : ImportHolidaysResult;
}

/// <summary>Takes in holidays, one a line: a day and a name. A day that is known gets the new name.</summary>
public sealed class ImportHolidays(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int MostText = 60_000;
    private const int MostLines = 1000;

    /// <summary>Stores all lines, or none when one is wrong.</summary>
    public async Task<ImportHolidaysResult> HandleAsync(string text, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        var (days, wrong) = Read(text);
        if (wrong is not null)
        {
            return new ImportHolidaysResult.Invalid(wrong);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = days.Keys.ToArray();
        var known = await db.Set<Holiday>().Where(h => keys.Contains(h.Day)).ToDictionaryAsync(h => h.Day, ct);
        foreach (var (day, name) in days)
        {
            if (known.TryGetValue(day, out var holiday))
            {
                holiday.Rename(name);
            }
            else
            {
                db.Add(Holiday.Of(day, name));
            }
        }

        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("holidays.imported", "roster", FormattableString.Invariant($"took in {days.Count} holidays"))));
        await db.SaveChangesAsync(ct);
        return new ImportHolidaysResult.Done(days.Count);
    }

    private static (Dictionary<DateOnly, string> Days, string? Wrong) Read(string text)
    {
        var days = new Dictionary<DateOnly, string>();
        var lines = text.Length > MostText ? [] : text.Split('\n');
        if (lines.Length is 0 or > MostLines)
        {
            return (days, FormattableString.Invariant($"At most {MostLines} lines."));
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var cut = line.IndexOfAny([',', ';', ' ', '\t']);
            var name = cut < 0 ? "" : line[(cut + 1)..].Trim();
            if (cut < 0 || !DateOnly.TryParseExact(line[..cut], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                || name.Length is 0 or > Holiday.MaxName || name.Any(char.IsControl))
            {
                return (days, FormattableString.Invariant($"Line {i + 1}: write a day and a name, for example \"2026-12-25, Christmas Day\"."));
            }

            days[day] = name;
        }

        return days.Count == 0 ? (days, "Write at least one day and its name.") : (days, null);
    }
}
