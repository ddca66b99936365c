namespace OpsBridge.Kernel;

/// <summary>One page of a keyset-paged list.</summary>
/// <param name="Items">The rows of this page, in order.</param>
/// <param name="Next">Opaque position to ask for the next page with, or null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
