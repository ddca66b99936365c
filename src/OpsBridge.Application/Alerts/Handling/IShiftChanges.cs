using Microsoft.Extensions.Options;

namespace OpsBridge.Alerts.Handling;

/// <summary>Knows when the next shift begins.</summary>
public interface IShiftChanges
{
    /// <summary>The first change of shift after a moment (UTC).</summary>
    DateTimeOffset NextAfter(DateTimeOffset at);
}

/// <summary>Changes of shift at the same times each day, from the settings; until the console plans shifts itself.</summary>
public sealed class DailyShiftChanges : IShiftChanges
{
    private readonly TimeOnly[] _times;
    private readonly TimeZoneInfo _zone;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">A time or the zone does not exist.</exception>
    public DailyShiftChanges(IOptions<AlertsOptions> options, TimeProvider clock)
    {
        _times = [.. options.Value.ShiftTimes().Order()];
        _zone = options.Value.ShiftZone is { Length: > 0 } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : clock.LocalTimeZone;
    }

    /// <inheritdoc />
    public DateTimeOffset NextAfter(DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);
        return Enumerable.Range(0, 3).SelectMany(d => _times.Select(t => Moment(today.AddDays(d), t))).Where(m => m > at).Min();
    }

    /// <summary>A time that the clock skips (summer time begins) is the moment of the jump; of a time that it shows twice, the first counts.</summary>
    private DateTimeOffset Moment(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (_zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
