using System.Globalization;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Schedules;

/// <summary>Answers for valid <see cref="CalendarDetails"/> whether a day or a moment is allowed.</summary>
public sealed class CalendarRules
{
    /// <summary>How far a time is moved at most, in days.</summary>
    public const int FarthestMove = 40;

    private const int ExaminedDays = 731;

    private readonly CalendarDetails _details;
    private readonly Dictionary<DateOnly, string> _holidays;
    private readonly HashSet<DateOnly> _extra;

    /// <summary>Rules of valid details.</summary>
    public CalendarRules(CalendarDetails details)
    {
        _details = details;
        Zone = TimeZoneInfo.FindSystemTimeZoneById(details.Zone);
        _holidays = details.Holidays.ToDictionary(h => h.Day, h => h.Name);
        _extra = [.. details.ExtraDays.Select(d => d.Day)];
    }

    /// <summary>Whose days are meant.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>What becomes of excluded times.</summary>
    public WhenExcluded WhenExcluded => _details.WhenExcluded;

    /// <summary>Why the moment is excluded, in words; null when it is allowed.</summary>
    public string? ExcludedBy(DateTimeOffset at) => FrozenBy(at) ?? DayExcludedBy(DateOnly.FromDateTime(WallClock.Shown(at, Zone)));

    /// <summary>The freeze period that holds at the moment, in words; null when there is none.</summary>
    public string? FrozenBy(DateTimeOffset at) =>
        _details.Freezes.FirstOrDefault(f => f.From <= at && at < f.Until) is { } freeze ? $"freeze period \"{freeze.Name}\"" : null;

    /// <summary>Why the day is excluded, in words; null when it is allowed.</summary>
    public string? DayExcludedBy(DateOnly day)
    {
        if (_extra.Contains(day))
        {
            return null;
        }

        if (_holidays.TryGetValue(day, out var holiday))
        {
            return $"holiday \"{holiday}\"";
        }

        return _details.Days switch
        {
            CalendarDays.All => null,
            _ when !IsBusinessDay(day) => string.Create(CultureInfo.InvariantCulture, $"{day.DayOfWeek} is no business day"),
            CalendarDays.OfMonth when !IsCounted(day) => "not a business day of the month that counts",
            _ => null,
        };
    }

    /// <summary>The nearest allowed day in a direction (1 or -1), not the day itself; null when there is none within <see cref="FarthestMove"/> days.</summary>
    public DateOnly? Nearest(DateOnly day, int direction)
    {
        for (var i = 1; i <= FarthestMove; i++)
        {
            if (DayExcludedBy(day.AddDays(i * direction)) is null)
            {
                return day.AddDays(i * direction);
            }
        }

        return null;
    }

    /// <summary>Whether some hour of the next two years is allowed.</summary>
    public bool AllowsAnything(DateTimeOffset from)
    {
        var day = DateOnly.FromDateTime(WallClock.Shown(from, Zone));
        for (var i = 0; i < ExaminedDays; i++)
        {
            var midnight = WallClock.Moment(day.AddDays(i).ToDateTime(TimeOnly.MinValue), Zone).At;
            if (DayExcludedBy(day.AddDays(i)) is null && Enumerable.Range(0, 24).Any(h => FrozenBy(midnight.AddHours(h)) is null))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBusinessDay(DateOnly day) => _extra.Contains(day) || (_details.BusinessWeekdays.Contains(day.DayOfWeek) && !_holidays.ContainsKey(day));

    private bool IsCounted(DateOnly day)
    {
        var (before, after) = (0, 0);
        for (var other = new DateOnly(day.Year, day.Month, 1); other.Month == day.Month; other = other.AddDays(1))
        {
            if (IsBusinessDay(other))
            {
                before += other <= day ? 1 : 0;
                after += other >= day ? 1 : 0;
            }
        }

        return _details.OfMonth.Contains(before) || _details.OfMonth.Contains(-after);
    }
}
