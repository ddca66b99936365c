using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Rankings in memory: what was asked for, and groups as the test says.</summary>
internal sealed class FakeRanking : IRankActions, IRuleGroups
{
    public List<string> Done { get; } = [];

    public AlertAnswer Answer { get; set; } = new("#2 is now a symptom of #1.", "ok") { ActionId = Guid.CreateVersion7() };

    public GroupedAlerts Groups { get; set; } = GroupedAlerts.None;

    public IReadOnlyList<string> Topics { get; } = ["grouping_rules"];

    public Task<AlertAnswer> RankAsync(IReadOnlyCollection<long> ids, long causeId, CancellationToken ct) => Say($"{string.Join('+', ids)} under {causeId}");

    public Task<AlertAnswer> StandAloneAsync(IReadOnlyCollection<long> ids, CancellationToken ct) => Say($"{string.Join('+', ids)} alone");

    public Task<GroupedAlerts> OfAsync(AlertBoardView view, Actor actor, CancellationToken ct) => Task.FromResult(Groups);

    private Task<AlertAnswer> Say(string done)
    {
        Done.Add(done);
        return Task.FromResult(Answer);
    }
}
