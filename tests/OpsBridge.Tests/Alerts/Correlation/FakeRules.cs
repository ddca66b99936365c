using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Rules of one sort in memory, and what was asked of them.</summary>
internal sealed class FakeRules<TDetails, TPreview>(TPreview preview) : IRuleList<TDetails>, IPreviewRule<TDetails, TPreview>, ISaveRule<TDetails>, IRemoveRule<TDetails>
    where TDetails : IRuleDetails
    where TPreview : class
{
    public List<RuleRow<TDetails>> Rows { get; } = [];

    public List<TDetails> Previewed { get; } = [];

    public List<(Guid? Id, uint? Seen, TDetails Details)> Saved { get; } = [];

    public List<Guid> Removed { get; } = [];

    public TPreview Preview { get; set; } = preview;

    public SaveRuleResult Answer { get; set; } = new SaveRuleResult.Done(Guid.Empty, 1);

    public Task<IReadOnlyList<RuleRow<TDetails>>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<RuleRow<TDetails>>>([.. Rows]);

    public Task<TPreview?> HandleAsync(TDetails details, Actor actor, CancellationToken ct)
    {
        Previewed.Add(details);
        return Task.FromResult<TPreview?>(Preview);
    }

    public Task<SaveRuleResult> HandleAsync(Guid? id, uint? seenVersion, TDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        if (details.Validate() is { Count: > 0 } wrong)
        {
            return Task.FromResult<SaveRuleResult>(new SaveRuleResult.Invalid(wrong));
        }

        Saved.Add((id, seenVersion, details));
        return Task.FromResult(Answer);
    }

    public Task<RemoveRuleResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        Removed.Add(id);
        return Task.FromResult<RemoveRuleResult>(new RemoveRuleResult.Done(Rows.Find(r => r.Id == id)!.Details.Name));
    }
}
