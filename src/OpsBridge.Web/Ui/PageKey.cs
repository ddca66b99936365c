using Microsoft.AspNetCore.Components;

namespace OpsBridge.Ui;

/// <summary>Registers one key while it is on the page; shows nothing. Every key also needs a visible button.</summary>
public sealed class PageKey : ComponentBase, IDisposable
{
    private IDisposable? _registration;
    private (string, string, string, bool) _registered;

    /// <summary>Key or two keys, see <see cref="KeyBinding.Chord"/>.</summary>
    [Parameter, EditorRequired] public string Chord { get; set; } = "";

    /// <summary>What it does, a verb first.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>Heading under which "?" lists it.</summary>
    [Parameter] public string Group { get; set; } = "This page";

    /// <summary>Action; the page renders again afterwards.</summary>
    [Parameter] public EventCallback OnPress { get; set; }

    /// <summary>Whether "?" lists it.</summary>
    [Parameter] public bool Listed { get; set; } = true;

    [Inject] private KeyRegistry Registry { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_registration is not null && _registered == (Chord, Label, Group, Listed))
        {
            return;
        }
        _registration?.Dispose();
        _registered = (Chord, Label, Group, Listed);
        var press = EventCallback.Factory.Create(this, () => OnPress.InvokeAsync());
        _registration = Registry.Add(new KeyBinding(Chord, Label, Group, press, Listed));
    }

    /// <summary>Takes the key away.</summary>
    public void Dispose() => _registration?.Dispose();
}
