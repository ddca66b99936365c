namespace OpsBridge.Shifts.LogBook;

/// <summary>What an entry is for, and with that how long it lives.</summary>
public enum LogEntryKind
{
    /// <summary>What happened. Locks when its shift is handed over or ends.</summary>
    Log,

    /// <summary>Something that goes on: carried from shift to shift until somebody closes it with a word.</summary>
    Ongoing,

    /// <summary>A thread of replies about one matter, until somebody closes it with a word.</summary>
    Case,
}
