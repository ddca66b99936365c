using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Registrations of the log book.</summary>
public static class LogBookFeature
{
    /// <summary>Adds its use cases and queries, and what it tells and gives to a handover.</summary>
    public static IServiceCollection AddLogBook(this IServiceCollection services) => services
        .AddSingleton<LogBookChange>()
        .AddSingleton<WriteLogEntry>()
        .AddSingleton<CorrectLogEntry>()
        .AddSingleton<CloseLogEntry>()
        .AddSingleton<TakeLogEntry>()
        .AddSingleton<AttachFile>()
        .AddSingleton<ExportLog>()
        .AddSingleton<AutomaticEntries>()
        .AddSingleton<ILogBookKinds, ShiftLogKinds>()
        .AddSingleton<ILogBook, LogBookReader>()
        .AddSingleton<ILogFiles, LogFiles>()
        .AddSingleton<OpenEntries>()
        .AddSingleton<IHandoverFacts>(s => s.GetRequiredService<OpenEntries>())
        .AddSingleton<IHandoverBelongings>(s => s.GetRequiredService<OpenEntries>());
}
