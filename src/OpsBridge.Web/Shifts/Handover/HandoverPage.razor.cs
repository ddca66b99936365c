using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Handover;

/// <summary>One handover: read, written, asked about and signed by both sides at once, live between their browsers.</summary>
public sealed partial class HandoverPage
{
    private HandoverView? _view;
    private Actor _me = Actor.Internal("");
    private HandoverSection _section = HandoverSection.State;
    private HandoverStep? _asked;
    private IReadOnlyList<string> _refused = [];
    private bool _asking;

    /// <summary>The handover.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The section that is shown.</summary>
    [SupplyParameterFromQuery(Name = "section")]
    public string? Section { get; set; }

    /// <summary>The fact that is unfolded.</summary>
    [SupplyParameterFromQuery(Name = "fact")]
    public string? Fact { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. HandoverSql.Announced, "watch_spells", "alerts", "silences", "maintenance_windows", "checks"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject] private IHandoverReader Reader { get; set; } = default!;

    [Inject] private IHandoverActions Handovers { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    [Inject] private Toasts Say { get; set; } = default!;

    private bool MayWrite => _view is { } view && HandoverLife.Writing.Contains(view.Head.State) && view.Case.Is(_me, HandoverParty.GoingOff);

    private bool MayRead => _view is { } view && HandoverLife.Of(typeof(HandoverStep.Read)).From.Contains(view.Head.State)
        && view.Case.Is(_me, HandoverParty.ComingOn) && !view.Case.ReadBy(_me.Id).Contains(_section);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _me = await Current.GetAsync();
        _view = await Reader.ReadAsync(Id, _me, Gone);
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _section = Enum.TryParse<HandoverSection>(Section, true, out var asked) && Enum.IsDefined(asked) ? asked : HandoverSection.State;
        if (_view is not null && _view.Head.Id != Id)
        {
            await RefreshNowAsync();
        }
    }

    private static string Short(string? hash) => hash is { Length: > 20 } ? $"{hash[..4]} {hash[4..8]} … {hash[^4..]}" : "–";

    private void Select(HandoverSection section) => Navigation.NavigateTo($"/handover/{Id}?section={section.ToString().ToLowerInvariant()}", replace: true);

    private void Open(string? fact) => Navigation.NavigateTo(
        $"/handover/{Id}?section={_section.ToString().ToLowerInvariant()}{(fact is null ? "" : $"&fact={Uri.EscapeDataString(fact)}")}", replace: true);

    private void Go(int by)
    {
        var all = HandoverSections.All;
        var next = Enumerable.Range(0, all.Count).First(i => all[i] == _section) + by;
        Select(all[(next + all.Count) % all.Count]);
    }

    /// <summary>Enter: read and understood; when everything is read, the next step of whoever sits here.</summary>
    private async Task EnterAsync()
    {
        if (MayRead)
        {
            await ReadAsync();
        }
        else if (_view is { } view && HandoverNext.Of(view.Case, _me) is [{ } first, ..])
        {
            await AskOrDoAsync(first);
        }
    }

    private async Task ReadAsync()
    {
        var read = _section;
        if (await TakeAsync(new HandoverStep.Read(read)) is HandoverOutcome.Done && _view is { } view)
        {
            var done = view.Case.ReadBy(_me.Id).Append(read).ToHashSet();
            if (view.Case.ToRead().FirstOrDefault(s => !done.Contains(s)) is { } next && next != default)
            {
                Select(next);
            }
        }
    }

    private Task AskOrDoAsync(HandoverNext next)
    {
        if (!next.Asks)
        {
            return DoAsync(next.Step);
        }

        Ask(next.Step);
        return Task.CompletedTask;
    }

    private void Ask(HandoverStep step) => (_asked, _refused) = (step, []);

    private Task DecideAsync(HandoverStep.Decide decide) => DoAsync(decide);

    private async Task DoAsync(HandoverStep step) => Words(await TakeAsync(step));

    private async Task FinishAsync((HandoverStep Step, string? Password) asked)
    {
        var outcome = await Handovers.TakeAsync(Id, asked.Step, asked.Password, Gone);
        if (outcome is HandoverOutcome.Done)
        {
            _asked = null;
            Say.Say(HandoverNext.Done(asked.Step));
        }

        _refused = outcome switch
        {
            HandoverOutcome.Refused refused => refused.Reasons,
            HandoverOutcome.NotProved not => [not.Reason],
            HandoverOutcome.NotFound => ["There is no such handover."],
            _ => [],
        };
        await RefreshNowAsync();
    }

    private async Task<HandoverOutcome> TakeAsync(HandoverStep step)
    {
        var outcome = await Handovers.TakeAsync(Id, step, null, Gone);
        if (step is not HandoverStep.Write)
        {
            await RefreshNowAsync();
        }

        return outcome;
    }

    private void Words(HandoverOutcome outcome)
    {
        if (outcome is HandoverOutcome.Refused refused)
        {
            Say.Say(string.Join(' ', refused.Reasons.Take(3)), "warning");
        }
    }
}
