namespace OpsBridge.Alerts.Board;

/// <summary>Nothing is ever hidden: what the board uses where no maintenance exists.</summary>
public sealed class NoSuppressions : ISuppressions, ISuppressionSet
{
    /// <inheritdoc />
    public IReadOnlyList<string> Topics => [];

    /// <inheritdoc />
    public DateTimeOffset? ValidUntil => null;

    /// <inheritdoc />
    public IReadOnlyList<Suppressor> For(SuppressionTarget target) => [];

    /// <inheritdoc />
    public Task<ISuppressionSet> CurrentAsync(CancellationToken ct) => Task.FromResult<ISuppressionSet>(this);
}
