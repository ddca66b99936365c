using System.Globalization;
using OpsBridge.Identity;

namespace OpsBridge.Shifts;

/// <summary>Settings of roster and watch, section <c>Shifts</c> of the configuration.</summary>
public sealed class ShiftsOptions
{
    /// <summary>How early somebody may take the watch before their shift.</summary>
    public static readonly TimeSpan EarliestTake = TimeSpan.FromHours(2);

    /// <summary>When shifts change on instances where no desk has shifts planned: times of day with commas between.</summary>
    public string DailyChanges { get; set; } = "06:00, 14:00, 22:00";

    /// <summary>IANA zone of these times; empty for that of the machine.</summary>
    public string DailyZone { get; set; } = "";

    /// <summary>How many weeks ahead shifts are made from the patterns; 1 to 26.</summary>
    public int WeeksAhead { get; set; } = 8;

    /// <summary>
    /// Permissions that an account holds only while on watch, for example <c>silences.manage</c>; none unless set. API keys
    /// are not concerned.
    /// </summary>
    public IList<string> OnWatchOnly { get; } = [];

    /// <summary>How long a desk may be without anybody who answers for it before an alarm is raised; 0 to 30 minutes.</summary>
    public TimeSpan UnheldAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after the end of the shift the one who holds the desk may wait for the relief; 1 to 120 minutes.</summary>
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Hours within 7 days from which somebody counts as tired; 20 to 168.</summary>
    public int MostHours { get; set; } = 48;

    /// <summary>Nights in a row from which somebody counts as tired; 1 to 14.</summary>
    public int MostNights { get; set; } = 4;

    /// <summary>The least rest between two shifts, in hours; 0 to 48.</summary>
    public int LeastRest { get; set; } = 11;

    /// <summary><see cref="DailyChanges"/> read; empty when one of them is no time.</summary>
    public IReadOnlyList<TimeOnly> DailyTimes()
    {
        var times = new List<TimeOnly>();
        foreach (var part in DailyChanges.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TimeOnly.TryParseExact(part, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                return [];
            }

            times.Add(time);
        }

        return times;
    }

    /// <summary>Which setting makes no sense, in words; null when all do.</summary>
    public string? Fault() => this switch
    {
        _ when DailyTimes().Count == 0 => "Shifts:DailyChanges must be times of day such as \"06:00, 14:00, 22:00\".",
        _ when DailyZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(DailyZone, out _) => "Shifts:DailyZone must be an IANA zone such as Europe/Zurich.",
        { WeeksAhead: < 1 or > 26 } => "Shifts:WeeksAhead must be 1 to 26.",
        _ when OnWatchOnly.FirstOrDefault(p => !Permissions.All.Contains(p, StringComparer.Ordinal)) is { } unknown => $"Shifts:OnWatchOnly names \"{unknown}\", which is no permission.",
        _ when OnWatchOnly.Contains(Permissions.StandWatch, StringComparer.Ordinal) => "Shifts:OnWatchOnly must not name watch.stand: nobody could take the watch.",
        _ when UnheldAfter < TimeSpan.Zero || UnheldAfter > TimeSpan.FromMinutes(30) => "Shifts:UnheldAfter must be 0 to 30 minutes.",
        _ when LateAfter < TimeSpan.FromMinutes(1) || LateAfter > TimeSpan.FromHours(2) => "Shifts:LateAfter must be 1 to 120 minutes.",
        { MostHours: < 20 or > 168 } => "Shifts:MostHours must be 20 to 168.",
        { MostNights: < 1 or > 14 } => "Shifts:MostNights must be 1 to 14.",
        { LeastRest: < 0 or > 48 } => "Shifts:LeastRest must be 0 to 48 hours.",
        _ => null,
    };
}
