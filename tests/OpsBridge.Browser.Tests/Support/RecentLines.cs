using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OpsBridge.Support;

/// <summary>Keeps the last lines that a console logged, in place of its own console and files: evidence for a journey that failed.</summary>
internal sealed class RecentLines(int limit) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Read() => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Journal(this, categoryName);

    public void Dispose()
    {
        // Read after the console has gone.
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > limit)
        {
            _lines.TryDequeue(out _);
        }
    }

    private sealed class Journal(RecentLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        private readonly LogLevel _least = category.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            }
        }
    }
}
