using Microsoft.Extensions.Options;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts;

/// <summary>Changes of shift at the same times each day, from the settings: what counts where no desk has shifts planned.</summary>
public sealed class DailyShiftChanges : IShiftChanges
{
    private readonly TimeOnly[] _times;
    private readonly TimeZoneInfo _zone;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">A time or the zone does not exist.</exception>
    public DailyShiftChanges(IOptions<ShiftsOptions> options, TimeProvider clock)
    {
        _times = [.. options.Value.DailyTimes().Order()];
        _zone = options.Value.DailyZone is { Length: > 0 } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : clock.LocalTimeZone;
    }

    /// <inheritdoc />
    public DateTimeOffset NextAfter(DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(WallClock.Shown(at, _zone));
        return Enumerable.Range(0, 3).SelectMany(d => _times.Select(t => WallClock.Moment(today.AddDays(d).ToDateTime(t), _zone).At)).Where(m => m > at).Min();
    }
}
