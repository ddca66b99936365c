using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Staffing;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

/// <summary>Registrations of the slice.</summary>
public static class ShiftsFeature
{
    /// <summary>Adds desks, roster and watch.</summary>
    public static IServiceCollection AddShifts(this IServiceCollection services) => services
        .AddSingleton<DeskChange>()
        .AddSingleton<DailyShiftChanges>()
        .AddSingleton<PlannedShiftChanges>()
        .AddSingleton<IShiftChanges>(s => s.GetRequiredService<PlannedShiftChanges>())
        .AddRoster()
        .AddWatch()
        .AddSingleton<IStaffBoard, StaffBoard>()
        .AddSingleton<IOpenHandovers, OpenHandovers>()
        .AddSingleton<ExportStaff>()
        .AddHostedService<ShiftsKeeper>();
}
