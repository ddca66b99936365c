namespace OpsBridge.Shifts.LogBook;

/// <summary>What an entry is about before anybody has typed a word.</summary>
/// <param name="AlertId">An alert.</param>
/// <param name="AssetId">An asset.</param>
/// <param name="Title">How it is called: a summary, a name.</param>
public sealed record EntrySubject(long? AlertId, Guid? AssetId, string Title);

/// <summary>A wish to write into the log book.</summary>
/// <param name="Subject">What it is about; null for nothing in particular.</param>
/// <param name="Pin">What is pinned with it; null for nothing.</param>
public sealed record EntryWish(EntrySubject? Subject, PinWish? Pin = null);

/// <summary>Knows what the page is about, so that writing from anywhere starts there. One per circuit.</summary>
public sealed class QuickEntry
{
    private readonly List<EntrySubject> _subjects = [];

    /// <summary>Opens the dialog; null while there is none, as for those who may only read.</summary>
    public Func<EntryWish, Task>? Opener { get; set; }

    /// <summary>What the page is about; null when it says nothing.</summary>
    public EntrySubject? Subject => _subjects.Count == 0 ? null : _subjects[^1];

    /// <summary>The page is about this, until it says otherwise or goes.</summary>
    public void Enter(EntrySubject subject) => _subjects.Add(subject);

    /// <summary>The page is no longer about this.</summary>
    public void Leave(EntrySubject subject) => _subjects.Remove(subject);

    /// <summary>Opens the dialog.</summary>
    public Task AskAsync(EntryWish wish) => Opener?.Invoke(wish) ?? Task.CompletedTask;
}
