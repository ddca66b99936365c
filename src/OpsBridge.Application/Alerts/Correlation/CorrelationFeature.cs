using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Registrations of the correlation.</summary>
public static class CorrelationFeature
{
    /// <summary>Adds use cases, rules and the keeper; <see cref="IOutageEvidence"/> comes from Monitoring.</summary>
    public static IServiceCollection AddCorrelation(this IServiceCollection services)
    {
        services.AddOptions<CorrelationOptions>().ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<CorrelationOptions>, CorrelationSettingsCheck>()
            .AddSingleton<RankingChanges>()
            .AddSingleton<RankSymptoms>()
            .AddSingleton<StandAlone>()
            .AddSingleton<RuleDesk>()
            .AddSingleton<SaveRankingRule>()
            .AddSingleton<RemoveRankingRule>()
            .AddSingleton<SaveGroupingRule>()
            .AddSingleton<RemoveGroupingRule>()
            .AddSingleton<PastAlerts>()
            .AddSingleton<IPreviewRules, PreviewRules>()
            .AddSingleton<IAlertRuleList, AlertRuleList>()
            .AddSingleton<IRuleGroups, RuleGroups>()
            .AddSingleton<SymptomIndex>()
            .AddSingleton<CorrelationReader>()
            .AddHostedService<CorrelationKeeper>();
    }

    private sealed class CorrelationSettingsCheck : IValidateOptions<CorrelationOptions>
    {
        public ValidateOptionsResult Validate(string? name, CorrelationOptions options) =>
            options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
