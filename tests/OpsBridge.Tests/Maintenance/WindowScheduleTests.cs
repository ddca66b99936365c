using OpsBridge.Alerts;
using OpsBridge.Kernel;
using Xunit;
using static OpsBridge.Maintenance.Given;

namespace OpsBridge.Maintenance;

public sealed class WindowScheduleTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_fixed_window_is_in_force_from_its_start_up_to_its_end()
    {
        var schedule = Schedule(Plan(WindowKind.Fixed));

        Assert.Null(schedule.At(Noon.AddSeconds(-1)));
        Assert.Equal(new WindowStretch(Noon, Noon.AddHours(4)), schedule.At(Noon));
        Assert.Null(schedule.At(Noon.AddHours(4)));
        Assert.Equal([Noon, Noon.AddHours(4), null], [schedule.NextChange(Noon.AddDays(-1)), schedule.NextChange(Noon), schedule.NextChange(Noon.AddHours(4))]);
    }

    [Fact]
    public void A_flexible_window_waits_and_lasts_from_its_first_failure_on()
    {
        var window = MaintenanceWindow.Create(Plan(WindowKind.Flexible), Ann, Noon);
        var schedule = new WindowSchedule(window, null);
        Assert.Null(schedule.At(Noon.AddHours(1)));
        Assert.NotNull(schedule.WaitsAt(Noon.AddHours(1)));
        Assert.Null(schedule.WaitsAt(Noon.AddHours(4)));

        Assert.True(window.Start(Noon.AddHours(3.5), Noon.AddHours(3.6)));

        Assert.Null(schedule.WaitsAt(Noon.AddHours(3.7)));
        Assert.Equal(new WindowStretch(Noon.AddHours(3.5), Noon.AddHours(4.5)), schedule.At(Noon.AddHours(4.2))); // also past the end of the waiting time
        Assert.True(schedule.IsOver(Noon.AddHours(4.5)));
        Assert.False(window.Start(Noon.AddHours(3.8), Noon.AddHours(3.8)));
    }

    [Fact]
    public void While_it_waits_a_failure_inside_its_time_hides_itself_and_an_older_one_stays_loud()
    {
        var window = MaintenanceWindow.Create(Plan(WindowKind.Flexible), Ann, Noon);
        var planned = new PlannedWindow(window, new WindowSchedule(window, null), new QuickScope(window.Matchers, null, null));
        var set = new SuppressionPlan([], [planned]).At(Noon.AddHours(1));

        IReadOnlyList<Suppressor> Hiding(double startedHours) =>
            set.For(new SuppressionTarget(Labels.Of(("asset", "db-1")), null, null, Noon.AddHours(startedHours)));

        Assert.Empty(Hiding(-0.5));
        Assert.Equal(Noon.AddHours(1.5), Assert.Single(Hiding(0.5)).Until);
        Assert.Empty(Hiding(4));
    }

    [Fact]
    public void A_triggered_window_starts_with_the_other_and_lasts_on_its_own()
    {
        var trigger = MaintenanceWindow.Create(Weekly("0 0 2 ? * SUN", "UTC", s_hour), Ann, Noon);
        var schedule = new WindowSchedule(
            MaintenanceWindow.Create(Plan(WindowKind.Triggered) with { TriggerId = trigger.Id, Lasts = 3 * s_hour, From = null, To = null }, Ann, Noon), trigger);

        var first = schedule.EndingAfter(Noon).First();

        Assert.Equal(new DateTimeOffset(2026, 1, 18, 2, 0, 0, TimeSpan.Zero), first.Start);
        Assert.Equal(3 * s_hour, first.End - first.Start);
        Assert.NotNull(schedule.At(first.Start.AddHours(2.5))); // the trigger is over by then
    }

    [Fact]
    public void When_its_trigger_is_called_off_what_had_started_goes_on_and_nothing_more_starts()
    {
        var trigger = MaintenanceWindow.Create(Weekly("0 0 2 ? * SUN", "UTC", s_hour), Ann, Noon);
        var schedule = new WindowSchedule(
            MaintenanceWindow.Create(Plan(WindowKind.Triggered) with { TriggerId = trigger.Id, Lasts = 3 * s_hour, From = null, To = null }, Ann, Noon), trigger);
        var start = schedule.EndingAfter(Noon).First().Start;
        trigger.Cancel(start.AddHours(1));

        Assert.NotNull(schedule.At(start.AddHours(2)));
        Assert.Single(schedule.EndingAfter(Noon));
    }

    [Fact]
    public void A_moved_end_moves_one_stretch_and_no_other()
    {
        var window = MaintenanceWindow.Create(Weekly("0 0 2 ? * SUN", "UTC", s_hour), Ann, Noon);
        var schedule = new WindowSchedule(window, null);
        var stretches = schedule.EndingAfter(Noon).Take(2).ToList();

        window.MoveEnd(stretches[0].Start, stretches[0].Start.AddHours(5), Noon);
        Assert.NotNull(schedule.At(stretches[0].Start.AddHours(4.9)));
        window.MoveEnd(stretches[0].Start, stretches[0].Start.AddMinutes(10), Noon);
        Assert.Null(schedule.At(stretches[0].Start.AddMinutes(10)));

        Assert.Equal(stretches[1], schedule.EndingAfter(stretches[0].End).First());
    }

    [Fact]
    public void Calling_it_off_ends_the_stretch_in_force_and_all_to_come()
    {
        var window = MaintenanceWindow.Create(Weekly("0 0 2 ? * SUN", "UTC", s_hour), Ann, Noon);
        var schedule = new WindowSchedule(window, null);
        var start = schedule.EndingAfter(Noon).First().Start;

        Assert.True(window.Cancel(start.AddMinutes(30)));

        Assert.NotNull(schedule.At(start.AddMinutes(29)));
        Assert.Null(schedule.At(start.AddMinutes(30)));
        Assert.True(schedule.IsOver(start.AddMinutes(30)));
        Assert.False(window.Cancel(start.AddMinutes(31)));
    }

    [Fact]
    public void A_recurring_window_ends_with_its_series()
    {
        var schedule = Schedule(Weekly("0 0 2 * * ?", "UTC", s_hour) with { To = Noon.AddDays(3) });

        Assert.Equal(3, schedule.EndingAfter(Noon).Count());
        Assert.True(schedule.IsOver(Noon.AddDays(3)));
    }

    [Fact]
    public void Another_plan_forgets_what_changed_the_old_one()
    {
        var window = MaintenanceWindow.Create(Plan(WindowKind.Fixed), Ann, Noon);
        window.MoveEnd(Noon, Noon.AddHours(1), Noon);

        window.Change(window.ToDetails() with { Name = "Another name" }, Noon);
        Assert.NotNull(window.MovedEnd);
        window.Change(window.ToDetails() with { To = Noon.AddHours(6) }, Noon);

        Assert.Null(window.MovedEnd);
    }
}
