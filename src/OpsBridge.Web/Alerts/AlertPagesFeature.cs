using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.Shell;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the alert pages.</summary>
public static class AlertPagesFeature
{
    /// <summary>Adds what the pages of alerts, bridge and wall need besides the use cases.</summary>
    public static IServiceCollection AddAlertPages(this IServiceCollection services) => services
        .AddSingleton<AlertVerbs>()
        .AddSingleton<AlertBackgrounds>()
        .AddSingleton<SourceVerbs>()
        .AddScoped<IAlertActions, AlertActions>()
        .AddScoped<UndoMemory>()
        .AddScoped<IRankActions, RankActions>()
        .AddScoped<RankDesk>()
        .AddSingleton<RuleVerbs<RankingRuleDetails, RankingPreview>>()
        .AddSingleton<RuleVerbs<GroupingRuleDetails, GroupingPreview>>()
        .AddSingleton<AlertContexts>()
        .AddSingleton<LabelIndex>()
        .AddSingleton<TriageBoard>()
        .AddSingleton<TriageSurroundings>()
        .AddSingleton<PresenceBoard>()
        .AddHostedService(s => s.GetRequiredService<PresenceBoard>())
        .AddScoped<Viewing>()
        .AddScoped<ISearchSource, AlertSearch>()
        .Configure<ShellOptions>(shell => shell.Companions.Add(new LayoutCompanion(typeof(AlertAlarm), Permissions.ViewAlerts)))
        .Configure<ShellOptions>(shell => shell.Companions.Add(new LayoutCompanion(typeof(PresenceBeacon), Permissions.ViewAlerts)));
}
