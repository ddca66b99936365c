using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>What is to be stored of a run's output now.</summary>
/// <param name="Lines">New lines, ascending.</param>
/// <param name="DropFrom">Stored lines above this number ...</param>
/// <param name="DropBelow">... and below this one are dropped; equal when none are.</param>
internal sealed record OutputBatch(IReadOnlyList<RunLine> Lines, int DropFrom, int DropBelow);

/// <summary>
/// Output of one attempt that waits to be stored, capped: the first lines of a run stay, of what follows only the last ones.
/// Every line has its number, so that a gap in the numbers says how much was left out. Not safe for several threads.
/// </summary>
internal sealed class OutputTail
{
    /// <summary>So many lines from the begin are kept.</summary>
    public const int HeadLines = 5000;

    /// <summary>So many lines at the end are kept.</summary>
    public const int TailLines = 1000;

    /// <summary>So many characters from the begin are kept.</summary>
    public const int HeadSize = 3_000_000;

    /// <summary>So many characters at the end are kept.</summary>
    public const int TailSize = 1_000_000;

    private readonly Guid _runId;
    private readonly Queue<RunLine> _head = new();
    private readonly Queue<(int Number, int Size, RunLine? Unstored)> _tail = new();
    private int _last;
    private int _headEnd;
    private int _headSize;
    private int _tailSize;
    private bool _isHead;

    /// <summary>Goes on after the lines that earlier attempts of the run left.</summary>
    public OutputTail(Guid runId, int lines) => (_runId, _last, _headEnd, _isHead) = (runId, lines, lines, lines < HeadLines);

    /// <summary>Whether something waits to be stored.</summary>
    public bool HasNew { get; private set; }

    /// <summary>Lines said so far, earlier attempts included.</summary>
    public int Said => _last;

    /// <summary>Adds a line.</summary>
    public void Add(DateTimeOffset at, LineSource source, string text)
    {
        var line = new RunLine { RunId = _runId, Number = ++_last, At = at, Source = source, Text = text };
        HasNew = true;
        if (_isHead && _last <= HeadLines && _headSize + text.Length <= HeadSize)
        {
            (_headEnd, _headSize) = (_last, _headSize + text.Length);
            _head.Enqueue(line);
            return;
        }

        _isHead = false;
        _tail.Enqueue((_last, text.Length, line));
        _tailSize += text.Length;
        while (_tail.Count > TailLines || _tailSize > TailSize)
        {
            _tailSize -= _tail.Dequeue().Size;
        }
    }

    /// <summary>What is new since the last call. Give it back with <see cref="Return"/> when it could not be stored.</summary>
    public OutputBatch Take()
    {
        var lines = new List<RunLine>(_head);
        _head.Clear();
        for (var i = _tail.Count; i > 0; i--)
        {
            var (number, size, line) = _tail.Dequeue();
            if (line is not null)
            {
                lines.Add(line);
            }

            _tail.Enqueue((number, size, null));
        }

        HasNew = false;
        return new OutputBatch(lines, _headEnd, _tail.TryPeek(out var first) ? first.Number : _headEnd + 1);
    }

    /// <summary>Takes back what could not be stored; what has left the tail meanwhile is dropped.</summary>
    public void Return(OutputBatch batch)
    {
        var lines = batch.Lines.ToDictionary(l => l.Number);
        var newer = _head.ToList();
        _head.Clear();
        foreach (var line in batch.Lines.Where(l => l.Number <= batch.DropFrom).Concat(newer))
        {
            _head.Enqueue(line);
        }

        for (var i = _tail.Count; i > 0; i--)
        {
            var (number, size, line) = _tail.Dequeue();
            _tail.Enqueue((number, size, line ?? lines.GetValueOrDefault(number)));
        }

        HasNew = HasNew || batch.Lines.Count > 0;
    }
}
