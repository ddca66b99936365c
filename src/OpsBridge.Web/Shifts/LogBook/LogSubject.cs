using Microsoft.AspNetCore.Components;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Says what a page is about, for entries that are begun on it; shows nothing.</summary>
public sealed class LogSubject : ComponentBase, IDisposable
{
    private EntrySubject? _entered;

    /// <summary>The alert.</summary>
    [Parameter] public long? AlertId { get; set; }

    /// <summary>The asset.</summary>
    [Parameter] public Guid? AssetId { get; set; }

    /// <summary>How it is called.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    [Inject] private QuickEntry Quick { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var now = new EntrySubject(AlertId, AssetId, Title);
        if (now == _entered)
        {
            return;
        }

        Dispose();
        Quick.Enter(_entered = now);
    }

    /// <summary>The page is gone.</summary>
    public void Dispose()
    {
        if (_entered is { } before)
        {
            Quick.Leave(before);
        }
    }
}
