namespace OpsBridge.Shifts.Handover;

/// <summary>Registrations of the pages of handovers.</summary>
public static class HandoverPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddHandoverPages(this IServiceCollection services) => services.AddScoped<IHandoverActions, HandoverActions>();
}
