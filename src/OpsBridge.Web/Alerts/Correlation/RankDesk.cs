using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Correlation;

/// <summary>What the viewer ranked last, as the beginning of a rule.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Symptoms">Its symptoms.</param>
/// <param name="Rule">The suggestion.</param>
public sealed record OfferedRule(AlertRow Cause, IReadOnlyList<AlertRow> Symptoms, RankingRuleDetails Rule);

/// <summary>
/// Ranks, says what became of it, and offers the rule that would do the same by itself the next time to those who may write
/// rules. One per circuit.
/// </summary>
public sealed class RankDesk(IRankActions actions, UndoMemory undo, Toasts toasts, CurrentActor current, NavigationManager navigation)
{
    /// <summary>Where rules are written; with the last offer filled in.</summary>
    public const string OfferPath = "/alerts/rules?rule=offer";

    /// <summary>The rule that the last ranking suggests; null when there is none.</summary>
    public OfferedRule? Offer { get; private set; }

    /// <summary>Ranks alerts under a cause.</summary>
    public async Task RankAsync(IReadOnlyList<AlertRow> rows, AlertRow cause)
    {
        var symptoms = rows.Where(r => r.Id != cause.Id).ToList();
        var answer = await actions.RankAsync([.. rows.Select(r => r.Id)], cause.Id, CancellationToken.None); // goes on when the viewer leaves
        if (answer.ActionId is null || !await MayWriteRulesAsync() || symptoms.Count == 0
            || RuleOffer.From(cause.Labels, symptoms.ConvertAll(s => s.Labels)) is not { } rule)
        {
            undo.Say(answer);
            return;
        }

        Offer = new OfferedRule(cause, symptoms, rule);
        undo.Remember(answer);
        toasts.Say($"{answer.Text} z takes it back.", answer.Tone, "Make it a rule", () =>
        {
            navigation.NavigateTo(OfferPath);
            return Task.CompletedTask;
        });
    }

    /// <summary>Lets alerts stand for themselves.</summary>
    public async Task StandAloneAsync(IReadOnlyList<AlertRow> rows) =>
        undo.Say(await actions.StandAloneAsync([.. rows.Select(r => r.Id)], CancellationToken.None));

    /// <summary>The offer was taken or is not wanted.</summary>
    public void Forget() => Offer = null;

    /// <summary>Takes rows that were dragged onto another one.</summary>
    /// <param name="view">The board.</param>
    /// <param name="keys">Numbers of the dragged alerts, as the list knows them.</param>
    /// <param name="onto">Number of the cause.</param>
    public Task DropAsync(AlertBoardView view, IReadOnlyList<string> keys, string onto)
    {
        var rows = keys.Select(Find).OfType<AlertRow>().ToList();
        return Find(onto) is { } cause && rows.Count > 0 ? RankAsync(rows, cause) : Task.CompletedTask;

        AlertRow? Find(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? view.Find(id) : null;
    }

    private async Task<bool> MayWriteRulesAsync() => (await current.GetAsync()).May(Permissions.EditAlertRules);
}
