namespace OpsBridge.Shifts.Orders;

/// <summary>Registrations of the pages of standing orders and of the digest.</summary>
public static class OrdersPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddOrdersPages(this IServiceCollection services) => services
        .AddSingleton<OrderVerbs>()
        .AddScoped<IOrderActions, OrderActions>();
}
