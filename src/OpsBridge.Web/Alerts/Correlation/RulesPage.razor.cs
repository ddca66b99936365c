using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Ranking and grouping rules: a list of each, and an editor that shows what a rule would do. The rule that is open stands in the address.</summary>
public sealed partial class RulesPage
{
    private const string Ranking = "ranking";
    private const string Grouping = "grouping";
    private const string NewRule = "new";
    private const string FromOffer = "offer";
    private IReadOnlyList<RuleRow<RankingRuleDetails>> _ranking = [];
    private IReadOnlyList<RuleRow<GroupingRuleDetails>> _grouping = [];
    private RuleRow<RankingRuleDetails>? _rankingRule;
    private RuleRow<GroupingRuleDetails>? _groupingRule;
    private string? _editing; // what the editor was opened for; another value makes a new editor
    private Guid? _chosen;
    private bool _missing;

    /// <summary>ranking or grouping.</summary>
    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    /// <summary>Key of the rule that is open; new for a new one, offer for the one suggested by what was ranked last.</summary>
    [SupplyParameterFromQuery(Name = "rule")] public string? Rule { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["ranking_rules", "grouping_rules"];

    [Inject] private IRuleList<RankingRuleDetails> RankingRules { get; set; } = default!;

    [Inject] private IRuleList<GroupingRuleDetails> GroupingRules { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private RankDesk Desk { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private bool IsGrouping => Kind == Grouping;

    private bool IsOffered => Rule == FromOffer && !IsGrouping && Desk.Offer is not null;

    private IReadOnlyList<Segment> Kinds => [new(Ranking, "Ranking", ReadAt is null ? null : _ranking.Count), new(Grouping, "Grouping", ReadAt is null ? null : _grouping.Count)];

    private string? EmptyWords =>
        ReadAt is null ? (StaleSince is null ? "Reading the rules…" : "The rules cannot be read now. They come by themselves as soon as the database answers.")
        : (IsGrouping ? _grouping.Count : _ranking.Count) == 0 ? "No rule yet." : null;

    /// <inheritdoc />
    protected override void OnParametersSet() => Open();

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_ranking, _grouping) = (await RankingRules.ReadAsync(actor, Gone), await GroupingRules.ReadAsync(actor, Gone));
        Open();
    }

    private void Open()
    {
        _chosen = Guid.TryParse(Rule, out var id) ? id : null;
        (_rankingRule, _groupingRule) = (_ranking.FirstOrDefault(r => r.Id == _chosen), _grouping.FirstOrDefault(r => r.Id == _chosen));
        _missing = _chosen is not null && ReadAt is not null && (IsGrouping ? _groupingRule is null : _rankingRule is null);
        var found = IsGrouping ? _groupingRule is not null : _rankingRule is not null;
        _editing = Rule == NewRule || IsOffered || found ? $"{Kind} {Rule}" : null;
    }

    private void New() => Show(IsGrouping ? Grouping : Ranking, NewRule);

    private void Show(string kind, string? rule) => Navigation.NavigateTo($"/alerts/rules?kind={kind}{(rule is null ? "" : $"&rule={rule}")}");

    private async Task CloseAsync()
    {
        if (IsOffered)
        {
            Desk.Forget();
        }

        Show(IsGrouping ? Grouping : Ranking, null);
        await RefreshNowAsync();
    }
}
