using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Orders;

/// <summary>Registrations of standing orders and of the digest before a watch.</summary>
public static class OrdersFeature
{
    /// <summary>Adds use cases and queries, and what they tell a handover and ask before a watch is taken.</summary>
    public static IServiceCollection AddStandingOrders(this IServiceCollection services) => services
        .AddSingleton<SaveOrder>()
        .AddSingleton<WithdrawOrder>()
        .AddSingleton<ConfirmOrder>()
        .AddSingleton<ConfirmDigest>()
        .AddSingleton<IStandingOrders, StandingOrders>()
        .AddSingleton<IWatchDigest, WatchDigest>()
        .AddSingleton<IHandoverFacts, OrderFacts>()
        .AddSingleton<IWatchPreconditions, ReadingFirst>();
}
