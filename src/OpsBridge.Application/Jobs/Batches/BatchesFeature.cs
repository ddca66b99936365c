using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Batches;

/// <summary>Registrations of batches.</summary>
internal static class BatchesFeature
{
    /// <summary>Adds use cases, queries and the judge.</summary>
    public static IServiceCollection AddBatches(this IServiceCollection services) => services
        .AddSingleton<SaveBatch>()
        .AddSingleton<RetireBatch>()
        .AddSingleton<BatchWatch>()
        .AddSingleton<IBatchReader, BatchReader>()
        .AddSingleton<IHandoverFacts, BatchFacts>()
        .AddSingleton<ILogBookKinds, BatchLogKinds>();
}
