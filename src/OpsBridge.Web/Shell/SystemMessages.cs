namespace OpsBridge.Shell;

/// <summary>What is wrong with OpsBridge itself ("Poller stopped"), shown on every page of every console. One per process.</summary>
public sealed class SystemMessages
{
    private readonly Lock _lock = new();
    private SystemMessage[] _current = [];

    /// <summary>Raised on any thread when the list changes.</summary>
    public event EventHandler? Changed;

    /// <summary>Messages now, worst first.</summary>
    public IReadOnlyList<SystemMessage> Current => _current;

    /// <summary>Sets the message of a source, or replaces it.</summary>
    public void Set(SystemMessage message) => Replace(list => [.. list.Where(m => m.Source != message.Source), message]);

    /// <summary>The source is well again.</summary>
    public void Clear(string source) => Replace(list => [.. list.Where(m => m.Source != source)]);

    private void Replace(Func<SystemMessage[], SystemMessage[]> change)
    {
        lock (_lock)
        {
            var next = change(_current).OrderBy(m => Array.IndexOf(["critical", "major", "warning", "info"], m.Severity)).ThenBy(m => m.Source, StringComparer.Ordinal).ToArray();
            if (next.SequenceEqual(_current))
            {
                return;
            }
            _current = next;
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>One message about OpsBridge itself.</summary>
/// <param name="Source">Part that it is about: "poller", "database".</param>
/// <param name="Severity">critical, major, warning or info.</param>
/// <param name="Title">What happened: "Poller stopped".</param>
/// <param name="Text">What it means and what to do.</param>
/// <param name="Since">Since when.</param>
/// <param name="Href">Address with more, if any.</param>
public sealed record SystemMessage(string Source, string Severity, string Title, string Text, DateTimeOffset? Since = null, string? Href = null);
