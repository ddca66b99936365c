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
            .AddSingleton<PastAlerts>()
            .AddSingleton<IPreviewRule<RankingRuleDetails, RankingPreview>, PreviewRules>()
            .AddSingleton<IPreviewRule<GroupingRuleDetails, GroupingPreview>, PreviewRules>()
            .AddRules<RankingRule, RankingRuleDetails>()
            .AddRules<GroupingRule, GroupingRuleDetails>()
            .AddSingleton<IRuleGroups, RuleGroups>()
            .AddSingleton<SymptomIndex>()
            .AddSingleton<CorrelationReader>()
            .AddHostedService<CorrelationKeeper>();
    }

    private static IServiceCollection AddRules<TRule, TDetails>(this IServiceCollection services)
        where TRule : class, IAlertRule<TRule, TDetails>
        where TDetails : class, IRuleDetails => services
            .AddSingleton<IRuleList<TDetails>, RuleList<TRule, TDetails>>()
            .AddSingleton<ISaveRule<TDetails>, SaveRule<TRule, TDetails>>()
            .AddSingleton<IRemoveRule<TDetails>, RemoveRule<TRule, TDetails>>();

    private sealed class CorrelationSettingsCheck : IValidateOptions<CorrelationOptions>
    {
        public ValidateOptionsResult Validate(string? name, CorrelationOptions options) =>
            options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
