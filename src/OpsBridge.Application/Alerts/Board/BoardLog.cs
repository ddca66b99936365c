namespace OpsBridge.Alerts.Board;

/// <summary>The latest steps of the board, so that who knows an earlier snapshot can follow instead of counting anew.</summary>
internal sealed class BoardLog
{
    private const int Kept = 64;
    private readonly Lock _gate = new();
    private readonly Queue<(long Sequence, BoardDelta Delta)> _steps = new();

    /// <summary>The step that led to snapshot <paramref name="sequence"/>.</summary>
    public void Add(long sequence, BoardDelta delta)
    {
        lock (_gate)
        {
            _steps.Enqueue((sequence, delta));
            if (_steps.Count > Kept)
            {
                _steps.Dequeue();
            }
        }
    }

    /// <summary>The next snapshot has no step that leads to it.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _steps.Clear();
        }
    }

    /// <summary>The steps after snapshot <paramref name="from"/> up to <paramref name="to"/>; null when one of them is not known.</summary>
    public IReadOnlyList<BoardDelta>? Between(long from, long to)
    {
        if (from == to)
        {
            return [];
        }

        lock (_gate)
        {
            var steps = _steps.Where(s => s.Sequence > from && s.Sequence <= to).Select(s => s.Delta).ToList();
            return from < to && steps.Count == to - from ? steps : null;
        }
    }
}
