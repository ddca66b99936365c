namespace OpsBridge.Simulator;

/// <summary>A line of a node's log.</summary>
/// <param name="Sequence">Rises by one over all nodes, from 1; ask for lines after the last one seen.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Node">Key of the node.</param>
/// <param name="Level"><c>INFO</c>, <c>WARN</c> or <c>ERROR</c>.</param>
/// <param name="Text">The line without time and level.</param>
public sealed record LogLine(long Sequence, DateTimeOffset At, string Node, string Level, string Text);

/// <summary>The last lines of every node, in memory.</summary>
internal sealed class NodeLogs(TimeProvider clock)
{
    /// <summary>Lines kept per node.</summary>
    public const int KeptPerNode = 300;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<LogLine>> _lines = new(StringComparer.Ordinal);
    private long _sequence;

    public void Info(string node, string text) => Write(node, "INFO", text);

    public void Warn(string node, string text) => Write(node, "WARN", text);

    public void Error(string node, string text) => Write(node, "ERROR", text);

    /// <summary>The oldest <paramref name="limit"/> lines after a sequence number, of one node or (null) of all, in order.</summary>
    public IReadOnlyList<LogLine> Read(string? node, long after, int limit)
    {
        lock (_lock)
        {
            var chosen = node is null ? _lines.Values.SelectMany(q => q) : _lines.GetValueOrDefault(node) ?? [];
            return [.. chosen.Where(l => l.Sequence > after).OrderBy(l => l.Sequence).Take(limit)];
        }
    }

    private void Write(string node, string level, string text)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(node, out var queue))
            {
                _lines[node] = queue = new Queue<LogLine>();
            }

            queue.Enqueue(new LogLine(++_sequence, clock.GetUtcNow(), node, level, text));
            if (queue.Count > KeptPerNode)
            {
                queue.Dequeue();
            }
        }
    }
}
