namespace OpsBridge.Shifts.LogBook;

/// <summary>An entry as the API takes it.</summary>
/// <param name="Text">1 to 10,000 characters.</param>
/// <param name="Kind">log (default), ongoing or case.</param>
/// <param name="EventAt">When it happened; now when left out.</param>
/// <param name="DeskId">The desk; where the author stands watch, or the only one, when left out.</param>
/// <param name="ReplyTo">The entry that it answers.</param>
/// <param name="AlertId">The alert it is about.</param>
/// <param name="AssetIds">The assets it is about.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Pin">What is pinned: kind and key, for example alert and 42.</param>
internal sealed record LogEntryBody(
    string? Text, string? Kind, DateTimeOffset? EventAt, Guid? DeskId, Guid? ReplyTo, long? AlertId, IReadOnlyList<Guid>? AssetIds, IReadOnlyList<string?>? Tags, PinWish? Pin)
{
    /// <summary>What the use case takes; a kind that is none stays wrong and is refused there.</summary>
    public LogEntryDetails ToDetails() => new(Text ?? "")
    {
        Kind = string.IsNullOrEmpty(Kind) ? LogEntryKind.Log : Enum.TryParse<LogEntryKind>(Kind, ignoreCase: true, out var kind) && !char.IsDigit(Kind[0]) && Kind[0] != '-' ? kind : (LogEntryKind)(-1),
        EventAt = EventAt?.ToUniversalTime(),
        DeskId = DeskId,
        ReplyToId = ReplyTo,
        AlertId = AlertId,
        AssetIds = AssetIds ?? [],
        Tags = [.. (Tags ?? []).Select(t => t ?? "")],
        Pin = Pin,
    };
}

/// <summary>A correction as the API takes it.</summary>
/// <param name="Version">Number of the version that was read.</param>
/// <param name="Text">What the entry should say.</param>
/// <param name="Why">Why.</param>
internal sealed record CorrectionBody(int Version, string? Text, string? Why);

/// <summary>A closing word as the API takes it.</summary>
/// <param name="Word">How it ended.</param>
internal sealed record ClosingBody(string? Word);

/// <summary>What became of an entry.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Late">Whether it is marked late.</param>
internal sealed record WrittenResource(Guid Id, bool Late);
