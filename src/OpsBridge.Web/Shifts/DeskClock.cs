using System.Globalization;
using OpsBridge.Kernel;
using OpsBridge.Ui;

namespace OpsBridge.Shifts;

/// <summary>
/// Times as the clocks at a desk show them: shifts are planned by them, so every screen shows shifts by them, and says whose
/// clocks they are to a viewer whose own show another time. Moments ("since 12:03") stay in the zone of the viewer.
/// </summary>
public sealed class DeskClock(string zone)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc;

    /// <summary>The day at the desk.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(WallClock.Shown(at, _zone));

    /// <summary>Hours and minutes.</summary>
    public string Time(DateTimeOffset at) => WallClock.Shown(at, _zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Begin and end.</summary>
    public string Span(DateTimeOffset from, DateTimeOffset to) => $"{Time(from)}–{Time(to)}";

    /// <summary>The place whose clocks these are: "Zurich" of Europe/Zurich, "UTC" of Etc/UTC.</summary>
    public string Place => _zone.Equals(TimeZoneInfo.Utc) || _zone.Id == "Etc/UTC" ? "UTC" : _zone.Id[(_zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>Begin and end, with the place where its clocks show another time than the viewer's: "06:00–14:00 Zurich".</summary>
    public string Span(DateTimeOffset from, DateTimeOffset to, ViewerTime viewer) => IsOf(from, viewer) && IsOf(to, viewer) ? Span(from, to) : $"{Span(from, to)} {Place}";

    /// <summary>Begin and end on the viewer's clocks and in UTC, for titles.</summary>
    public static string Exact(DateTimeOffset from, DateTimeOffset to, ViewerTime viewer) => $"{viewer.ShowExact(from)} to {viewer.ShowExact(to)}";

    /// <summary>Whether the viewer's clocks show the same at that moment.</summary>
    public bool IsOf(DateTimeOffset at, ViewerTime viewer) => _zone.GetUtcOffset(at) == viewer.Zone.GetUtcOffset(at);

    /// <summary>A day in a heading: Tue 24 Nov.</summary>
    public static string Show(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>How long, where it is not the usual length: "7 h".</summary>
    public static string Hours(DateTimeOffset from, DateTimeOffset to) => string.Create(CultureInfo.InvariantCulture, $"{(to - from).TotalHours:0.##} h");
}
