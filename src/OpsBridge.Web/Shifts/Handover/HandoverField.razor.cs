using Microsoft.AspNetCore.Components;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// One text of a handover, saved as it is typed. What somebody else saved meanwhile is never overwritten unseen: both are shown
/// and the writer decides.
/// </summary>
public sealed partial class HandoverField
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private readonly string _id = $"h{Guid.CreateVersion7():N}";
    private CancellationTokenSource? _later;
    private HandoverText? _theirs;
    private string _text = "";
    private string _status = "";
    private int _version;
    private bool _dirty;

    /// <summary>Which text.</summary>
    [Parameter, EditorRequired]
    public TextPlace Place { get; set; }

    /// <summary>Words above it; null where <see cref="LabelledBy"/> names it.</summary>
    [Parameter]
    public string? Label { get; set; }

    /// <summary>Id of the element that names it.</summary>
    [Parameter]
    public string? LabelledBy { get; set; }

    /// <summary>It as it is stored; null when nobody wrote it.</summary>
    [Parameter]
    public HandoverText? Saved { get; set; }

    /// <summary>Whether the viewer may write.</summary>
    [Parameter]
    public bool MayWrite { get; set; }

    /// <summary>Lines of the box.</summary>
    [Parameter]
    public int Lines { get; set; } = 2;

    /// <summary>What to write, in the empty box.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>What to write, below the empty box.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Saves.</summary>
    [Parameter, EditorRequired]
    public Func<HandoverStep, Task<HandoverOutcome>> Save { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ViewerTime Time { get; set; } = default!;

    /// <summary>Saves what is not saved yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        _later?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (!_dirty && _theirs is null && (Saved?.Version ?? 0) >= _version)
        {
            (_text, _version) = (Saved?.Text ?? "", Saved?.Version ?? 0);
        }
    }

    private void Typed(string? text)
    {
        (_text, _dirty, _status) = (text ?? "", true, "typing…");
        _ = SaveLaterAsync();
    }

    private async Task SaveLaterAsync()
    {
        var mine = new CancellationTokenSource();
        await (Interlocked.Exchange(ref _later, mine)?.CancelAsync() ?? Task.CompletedTask);
        try
        {
            await Task.Delay(s_pause, Clock, mine.Token);
            await InvokeAsync(FlushAsync);
        }
        catch (OperationCanceledException)
        {
            // More was typed.
        }
    }

    private async Task FlushAsync()
    {
        if (!_dirty || _theirs is not null || !MayWrite)
        {
            return;
        }

        var (text, version) = (_text, _version);
        _dirty = false;
        switch (await Save(new HandoverStep.Write(Place, text, version)))
        {
            case HandoverOutcome.Done done:
                (_version, _status) = (done.Version, $"saved {Time.ShowShort(Clock.GetUtcNow())}");
                break;
            case HandoverOutcome.Overtaken overtaken:
                (_theirs, _dirty, _status) = (overtaken.Theirs, true, "not saved");
                break;
            case HandoverOutcome.Refused refused:
                (_dirty, _status) = (true, $"Not saved: {refused.Reasons[0]}");
                break;
        }

        StateHasChanged();
    }

    private Task MineAsync() => ResolveAsync(_text);

    private Task BothAsync() => ResolveAsync($"{_theirs!.Text}\n{_text}");

    private void Theirs()
    {
        (_text, _version, _theirs, _dirty, _status) = (_theirs!.Text, _theirs.Version, null, false, "");
    }

    private Task ResolveAsync(string text)
    {
        (_text, _version, _theirs, _dirty) = (text, _theirs!.Version, null, true);
        return FlushAsync();
    }
}
