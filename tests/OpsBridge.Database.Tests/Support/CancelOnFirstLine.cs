using Microsoft.Extensions.Logging;

namespace OpsBridge.Support;

/// <summary>A logger that cancels when the code under test logs for the first time: a gate at a known place.</summary>
internal sealed class CancelOnFirstLine(CancellationTokenSource cancel) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        cancel.Cancel();
}
