using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Operations;
using OpsBridge.SignIn;

namespace OpsBridge.Bridge;

/// <summary>The operator's first screen: what needs somebody, where, and what happened last.</summary>
public sealed partial class BridgePage : DependentComponent
{
    private IReadOnlyList<BridgeFact> _facts = [];
    private IReadOnlyList<SiteTile> _sites = [];
    private bool _mayEdit;

    /// <inheritdoc />
    protected override string[] Topics => [AlertBoard.Topic, .. CheckBoard.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IAlertBoard Alerts { get; set; } = default!;

    [Inject] private ICheckBoard Checks { get; set; } = default!;

    [Inject] private ISiteOverview Overview { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        _mayEdit = actor.May(Permissions.EditAssets);
        var alerts = await Alerts.OpenAsync(actor, Gone);
        var checks = actor.May(Permissions.ViewChecks) ? (await Checks.ReadAsync(actor, Gone)).Rows : [];
        _sites = actor.May(Permissions.ViewChecks) ? await Overview.ReadAsync(actor, Gone) : [];
        _facts = BridgeFacts.Of(alerts, checks, Clock.GetUtcNow());
    }
}
