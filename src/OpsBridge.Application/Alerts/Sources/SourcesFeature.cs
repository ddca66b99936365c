using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Alerts.Sources;

/// <summary>Registrations of the sources.</summary>
public static class SourcesFeature
{
    /// <summary>Adds what finds and watches the sources of outside events; the intake adds what it asks of them itself.</summary>
    public static IServiceCollection AddAlertSources(this IServiceCollection services) => services
        .AddSingleton<SourceBook>()
        .AddSingleton<ISourceDirectory, SourceDirectory>()
        .AddSingleton<HearingLog>()
        .AddSingleton<SilenceAlarm>()
        .AddSingleton<SilenceMarks>()
        .AddSingleton<SilenceParts>()
        .AddSingleton<CreateSource>()
        .AddSingleton<ChangeSource>()
        .AddSingleton<DeleteSource>()
        .AddSingleton<RotateSourceKey>()
        .AddSingleton<RevokeSourceKey>()
        .AddSingleton<DryRunMapping>()
        .AddSingleton<ISourceList, SourceList>()
        .AddHostedService<SourceWatch>();
}
