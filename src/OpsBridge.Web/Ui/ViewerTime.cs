using System.Globalization;

namespace OpsBridge.Ui;

/// <summary>The time zone of the person at this screen, one per circuit. UTC until the browser has answered.</summary>
public sealed class ViewerTime(TimeProvider clock, BrowserScripts scripts)
{
    private string _january = "UTC";
    private string _july = "UTC";

    /// <summary>Zone in which all times on this screen are shown.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Asks the browser for its zone and tells it the server's time, so that ages tick right on a console with a wrong clock.</summary>
    public async Task ReadFromBrowserAsync()
    {
        var viewer = await scripts.AskAsync<BrowserZone>("console", "viewer", clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (viewer is not null)
        {
            Use(viewer.Zone, viewer.January, viewer.July);
        }
    }

    /// <summary>Sets the zone. An unknown id leaves UTC.</summary>
    /// <param name="zoneId">IANA id, for example Europe/Zurich.</param>
    /// <param name="january">Short name on 1 January (CET); null when unknown.</param>
    /// <param name="july">Short name on 1 July (CEST); null when unknown.</param>
    public void Use(string zoneId, string? january = null, string? july = null)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone))
        {
            Zone = zone;
            _january = january ?? "";
            _july = july ?? "";
        }
    }

    /// <summary>Same instant in the viewer's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>Clock time with zone, with the day when it is not today: "12:03 CET", "21 Nov 12:03 CET", "21 Nov 2024 12:03 CET".</summary>
    public string Show(DateTimeOffset at)
    {
        var local = Local(at);
        return string.Create(CultureInfo.InvariantCulture, $"{Day(local)}{local:HH:mm} {ZoneName(at)}");
    }

    /// <summary>As <see cref="Show"/>, without the zone: for columns whose heading names it. In the hour that comes twice when summer time ends, with it.</summary>
    public string ShowShort(DateTimeOffset at)
    {
        var local = Local(at);
        return string.Create(CultureInfo.InvariantCulture, $"{Day(local)}{local:HH:mm}{(Zone.IsAmbiguousTime(local) ? $" {ZoneName(at)}" : "")}");
    }

    /// <summary>Full precision and UTC, for titles: "2026-11-22 12:03:07 CET (11:03:07 UTC)".</summary>
    public string ShowExact(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return Zone.Equals(TimeZoneInfo.Utc)
            ? string.Create(CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd HH:mm:ss} UTC")
            : string.Create(CultureInfo.InvariantCulture, $"{Local(at):yyyy-MM-dd HH:mm:ss} {ZoneName(at)} ({utc:HH:mm:ss} UTC)");
    }

    /// <summary>Short zone name at that instant, such as CET or CEST; the offset when the browser has no name.</summary>
    public string ZoneName(DateTimeOffset at)
    {
        var local = Local(at);
        var january = Local(new DateTimeOffset(local.Year, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var name = local.Offset == january.Offset ? _january : _july;
        return name is "" ? OffsetText(at) : name;
    }

    /// <summary>Offset from UTC at that instant: "UTC", "UTC+01:00", "UTC-03:30".</summary>
    public string OffsetText(DateTimeOffset at)
    {
        var offset = Local(at).Offset;
        return offset == TimeSpan.Zero ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
    }

    private string Day(DateTimeOffset local)
    {
        var today = Local(Now);
        if (local.Date == today.Date)
        {
            return "";
        }
        return local.Year == today.Year
            ? local.ToString("d MMM ", CultureInfo.InvariantCulture)
            : local.ToString("d MMM yyyy ", CultureInfo.InvariantCulture);
    }

    private sealed record BrowserZone(string Zone, string January, string July);
}
