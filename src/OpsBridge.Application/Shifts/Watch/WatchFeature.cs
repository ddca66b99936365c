using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Shifts.Watch;

/// <summary>Registrations of the watch.</summary>
internal static class WatchFeature
{
    /// <summary>Adds the watch: taking, leaving, relief, alarms.</summary>
    public static IServiceCollection AddWatch(this IServiceCollection services) => services
        .AddSingleton<WatchBelongings>()
        .AddSingleton<TakeWatch>()
        .AddSingleton<LeaveWatch>()
        .AddSingleton<OfferRelief>()
        .AddSingleton<WithdrawRelief>()
        .AddSingleton<RelieveWatch>()
        .AddSingleton<GoUnstaffed>()
        .AddSingleton<EndSomebodysWatch>()
        .AddSingleton<IWatchBoard, WatchBoard>()
        .AddSingleton<IWatchRights, OnWatchRights>()
        .AddSingleton<WatchRounds>();
}
