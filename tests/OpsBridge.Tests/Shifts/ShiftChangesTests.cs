using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts;

public sealed class ShiftChangesTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Planned_shifts_count_before_the_daily_times_and_the_daily_times_beyond_the_plan()
    {
        var changes = new PlannedShiftChanges(new DailyShiftChanges(Options.Create(new ShiftsOptions { DailyZone = "UTC" }), TimeProvider.System));
        Assert.Equal(s_noon.AddHours(2), changes.NextAfter(s_noon));

        changes.Take([s_noon.AddHours(6), s_noon.AddHours(1)]);

        Assert.Equal(s_noon.AddHours(1), changes.NextAfter(s_noon));
        Assert.Equal(s_noon.AddHours(6), changes.NextAfter(s_noon.AddHours(1))); // the change itself belongs to the new shift
        Assert.Equal(s_noon.AddHours(10), changes.NextAfter(s_noon.AddHours(6)));
    }

    [Fact]
    public void Settings_that_would_lock_everybody_out_are_named()
    {
        var options = new ShiftsOptions();
        options.OnWatchOnly.Add(Permissions.StandWatch);
        Assert.Contains("nobody could take", options.Fault(), StringComparison.Ordinal);

        options.OnWatchOnly[0] = "silence.manage";
        Assert.Contains("no permission", options.Fault(), StringComparison.Ordinal);

        options.OnWatchOnly[0] = Permissions.ManageSilences;
        Assert.Null(options.Fault());
    }
}
