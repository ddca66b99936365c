using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Correlation;

/// <summary>The use cases behind an editor.</summary>
/// <param name="Preview">Shows what a rule would do.</param>
/// <param name="Save">Stores one.</param>
/// <param name="Remove">Removes one.</param>
public sealed record RuleVerbs<TDetails, TPreview>(IPreviewRule<TDetails, TPreview> Preview, ISaveRule<TDetails> Save, IRemoveRule<TDetails> Remove)
    where TPreview : class;

/// <summary>Writes one rule and shows, while it is written, what it would have done; what both sorts of rules have in common.</summary>
public abstract class RuleEditor<TDetails, TPreview> : ComponentBase, IDisposable
    where TDetails : IRuleDetails
    where TPreview : class
{
    private static readonly TimeSpan s_typingPause = TimeSpan.FromMilliseconds(350);
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _wrong = new Dictionary<string, string>(StringComparer.Ordinal);
    private long _typed;
    private uint _version;

    /// <summary>The rule; null for a new one.</summary>
    [Parameter] public RuleRow<TDetails>? Rule { get; set; }

    /// <summary>Called when it is stored, removed or left.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    [Inject] private RuleVerbs<TDetails, TPreview> Verbs { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    /// <summary>Who changed the rule last, and when.</summary>
    protected string? Changed => Rule is null ? null : $"by {Rule.ChangedBy}, {Time.Show(Rule.ChangedAt)}";

    /// <summary>What it would do; null while it is not valid.</summary>
    protected TPreview? Preview { get; private set; }

    /// <summary>Whether the alerts could not be read.</summary>
    protected bool Failed { get; private set; }

    /// <summary>Who changed the rule since it was opened; null when nobody did.</summary>
    protected string? StaleBy { get; private set; }

    /// <summary>Name as typed.</summary>
    protected string? Name { get; set; } = "";

    /// <summary>Whether it is to work.</summary>
    protected bool Enabled { get; set; } = true;

    /// <summary>Sort of rule in words, for questions.</summary>
    protected abstract string Sort { get; }

    /// <summary>What is typed.</summary>
    /// <param name="name">Its name.</param>
    protected abstract TDetails Typed(string name);

    /// <summary>Fills the fields.</summary>
    protected abstract void Fill(TDetails details);

    /// <summary>What a new rule begins with.</summary>
    protected abstract TDetails Beginning();

    /// <summary>Whether a field has been written in at all.</summary>
    protected abstract bool IsWritten(string field);

    /// <summary>What removing it means; null for nothing worth a word.</summary>
    protected virtual string? RemovingMeans => null;

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        TakeIn(Rule is null ? Beginning() : Rule.Details, Rule?.Version ?? 0);
        return LookAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Rule is null)
        {
            await Scripts.TellAsync("console", "focus", "rule-name");
        }
    }

    /// <summary>What is wrong with a field: what saving said, or while it is typed what can be said already.</summary>
    protected string? Error(string field) => _errors.GetValueOrDefault(field) ?? (IsWritten(field) ? _wrong.GetValueOrDefault(field) : null);

    /// <summary>A field was typed in: the preview follows when the typing pauses.</summary>
    protected void Type(Action take)
    {
        take();
        _errors = new Dictionary<string, string>(StringComparer.Ordinal);
        _ = LookLaterAsync(++_typed);
    }

    /// <summary>Shows what somebody else stored meanwhile.</summary>
    protected Task TakeTheirsAsync()
    {
        TakeIn(Rule!.Details, Rule.Version);
        return LookAsync();
    }

    /// <summary>Stores it; on the screen stays what could not be stored.</summary>
    protected async Task SaveAsync()
    {
        var answer = await TryAsync(async () => await Verbs.Save.HandleAsync(Rule?.Id, Rule is null ? null : _version, Typed(Name ?? ""), await Current.GetAsync(), CancellationToken.None));
        switch (answer)
        {
            case SaveRuleResult.Done:
                Toasts.Say(Enabled ? $"{Name!.Trim()} works now." : $"{Name!.Trim()} is saved and switched off.");
                await OnDone.InvokeAsync();
                break;
            case SaveRuleResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case SaveRuleResult.Stale stale:
                StaleBy = stale.By;
                break;
            case SaveRuleResult.NotFound:
                Toasts.Say("Somebody removed this rule.", "warning");
                await OnDone.InvokeAsync();
                break;
        }
    }

    /// <summary>Removes it after asking once.</summary>
    protected async Task AskRemoveAsync()
    {
        if (await Confirm.AskAsync(new ConfirmQuestion("Remove this rule?", "Remove", RemovingMeans, [$"{Sort} {Name}"]))
            && await TryAsync(async () => await Verbs.Remove.HandleAsync(Rule!.Id, await Current.GetAsync(), CancellationToken.None)) is { } removed)
        {
            Toasts.Say(removed is RemoveRuleResult.Done done ? $"{done.Name} is removed." : "It was removed already.");
            await OnDone.InvokeAsync();
        }
    }

    private void TakeIn(TDetails details, uint version)
    {
        Fill(details);
        (_version, StaleBy) = (version, null);
    }

    private async Task LookLaterAsync(long typed)
    {
        try
        {
            await Task.Delay(s_typingPause, Clock, _gone.Token);
            if (typed == _typed)
            {
                await InvokeAsync(async () =>
                {
                    await LookAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer left.
        }
    }

    private async Task LookAsync()
    {
        var details = Typed("preview");
        _wrong = details.Validate();
        try
        {
            (Preview, Failed) = (_wrong.Count > 0 ? null : await Verbs.Preview.HandleAsync(details, await Current.GetAsync(), _gone.Token), false);
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            (Preview, Failed) = (null, true);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer left.
        }
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> act)
        where T : class
    {
        try
        {
            return await act();
        }
        catch (PermissionDeniedException)
        {
            Toasts.Say("Your role does not allow this. Ask an administrator.", "warning");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            Toasts.Say("The database does not answer. Look at the rules again when it does: it may or may not have been saved.", "critical");
        }

        return null;
    }
}
