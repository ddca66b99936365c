using Microsoft.AspNetCore.Components;

namespace OpsBridge.Ui;

/// <summary>The keys that work on the page that is open. The newest binding of a chord wins, and the older one comes back when it goes.</summary>
public sealed class KeyRegistry
{
    private readonly List<KeyBinding> _bindings = [];

    /// <summary>Raised when a binding comes or goes.</summary>
    public event EventHandler? Changed;

    /// <summary>All bindings, oldest first.</summary>
    public IReadOnlyList<KeyBinding> Bindings => _bindings;

    /// <summary>Adds a binding until the result is disposed.</summary>
    public IDisposable Add(KeyBinding binding)
    {
        _bindings.Add(binding);
        Changed?.Invoke(this, EventArgs.Empty);
        return new Removal(this, binding);
    }

    /// <summary>Runs the newest binding of a chord; a chord without one does nothing.</summary>
    public Task PressAsync(string chord) =>
        _bindings.FindLast(b => b.Chord == chord) is { } binding ? binding.Press.InvokeAsync() : Task.CompletedTask;

    private void Remove(KeyBinding binding)
    {
        if (_bindings.Remove(binding))
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    private sealed class Removal(KeyRegistry registry, KeyBinding binding) : IDisposable
    {
        public void Dispose() => registry.Remove(binding);
    }
}

/// <summary>One key of the page.</summary>
/// <param name="Chord">A KeyboardEvent.key in lower case for letters ("a", "/", "?", "Enter", "ArrowDown", "Shift+a"), or two with a space ("g a").</param>
/// <param name="Label">What it does, a verb first.</param>
/// <param name="Group">Heading under which "?" lists it.</param>
/// <param name="Press">Action.</param>
/// <param name="Listed">False for a second key of the same action.</param>
public sealed record KeyBinding(string Chord, string Label, string Group, EventCallback Press, bool Listed = true);
