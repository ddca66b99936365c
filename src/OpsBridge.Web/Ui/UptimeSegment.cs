namespace OpsBridge.Ui;

/// <summary>One state over a time.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Status">State as for <see cref="StatusMark"/>.</param>
public sealed record UptimeSegment(DateTimeOffset From, DateTimeOffset To, string Status);
