using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Every few seconds writes down what was heard and judges who is silent. One process judges at a time; every process writes
/// what it heard itself.
/// </summary>
public sealed partial class SourceWatch(
    HearingLog hearing, SilenceParts silence, SourceVoices voices, Pulses pulses, TimeProvider clock, ILogger<SourceWatch> logger) : BackgroundService
{
    /// <summary>Its name among the signs of life.</summary>
    public const string Pulse = "Source watch";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private readonly DateTimeOffset _since = clock.GetUtcNow();
    private bool _aligned;

    /// <summary>One round; tests call it instead of waiting.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        await hearing.WriteAsync(ct);
        await voices.RefreshAsync(ct);
        if (await silence.Alarm.JudgeAsync(_since, ct) is not { } changes)
        {
            _aligned = false; // another process judges; should it fall over between alarm and marks, this one makes them good
            return;
        }

        foreach (var change in changes)
        {
            LogChange(change.Name, change.Verdict);
        }

        if (changes.Count > 0 || !_aligned)
        {
            _aligned = false;
            await silence.Marks.AlignAsync(ct);
            _aligned = true;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(Pulse, s_longest);
        using var timer = new PeriodicTimer(s_pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
                pulses.Beat(Pulse);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.Message);
                pulses.Fail(Pulse, "Sources are not watched for silence.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {Source}: {Verdict}")]
    private partial void LogChange(string source, SilenceVerdict verdict);

    [LoggerMessage(Level = LogLevel.Error, Message = "The watch over the sources failed and is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}

/// <summary>What a silence leads to.</summary>
/// <param name="Alarm">Our own alert about it.</param>
/// <param name="Marks">The marks on the source's alerts.</param>
public sealed record SilenceParts(SilenceAlarm Alarm, SilenceMarks Marks);
