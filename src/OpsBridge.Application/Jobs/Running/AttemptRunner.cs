using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>Works on one claimed attempt from begin to end. The database may be away meanwhile; the end is stored when it is back.</summary>
internal sealed partial class AttemptRunner(JobKinds kinds, RunEnding ending, IOptions<JobsOptions> options, TimeProvider clock, ILogger<AttemptRunner> logger)
{
    private static readonly TimeSpan s_tryAgain = TimeSpan.FromSeconds(2);

    /// <summary>Runs the attempt and stores how it ended. Never throws.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="stopping">Ends when OpsBridge stops: what is not stored soon after is lost, and found to be by others.</param>
    public async Task RunAsync(RunningAttempt attempt, CancellationToken stopping)
    {
        var began = clock.GetTimestamp();
        using var pumping = new CancellationTokenSource();
        var pump = PumpAsync(attempt, pumping.Token);
        var end = await WorkAsync(attempt, stopping);
        await pumping.CancelAsync();
        await pump;
        end = end with { Elapsed = clock.GetElapsedTime(began) };
        JobMetrics.Duration.Record(end.Elapsed.Value.TotalSeconds);
        JobMetrics.Attempts.Add(1, new("kind", attempt.Settings.Kind), new("end", end.State.ToString()));
        await StoreAsync(attempt, end, stopping);
    }

    private static async Task<JobResult> GuardAsync(IJobKind kind, RunningAttempt attempt, CancellationToken ct)
    {
        await Task.Yield(); // a kind that blocks must not block the engine
        try
        {
            return await kind.RunAsync(attempt, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new JobResult(false, "stopped");
        }
        catch (Exception exception)
        {
            return new JobResult(false, exception.Message);
        }
    }

    private static async Task PumpAsync(RunningAttempt attempt, CancellationToken ct)
    {
        try
        {
            await attempt.Output.PumpAsync(ct);
        }
        catch (FenceLostException)
        {
            await attempt.StopAsync(StopReason.Fenced);
        }
        catch (OperationCanceledException)
        {
            // the attempt is over
        }
    }

    private async Task<AttemptEnd> WorkAsync(RunningAttempt attempt, CancellationToken stopping)
    {
        if (kinds.Find(attempt.Settings.Kind) is not { } kind)
        {
            return new AttemptEnd(RunState.Failed, $"this OpsBridge cannot run jobs of the kind {attempt.Settings.Kind}", null, false, null);
        }

        using var timeout = new CancellationTokenSource(attempt.Run.Details.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, attempt.Stopped, stopping);
        var work = GuardAsync(kind, attempt, either.Token);
        var result = await EndedAsync(work, either.Token);
        if (result is { Good: true })
        {
            return new AttemptEnd(RunState.Succeeded, result.Summary, result.ExitCode, false, null);
        }

        var stopped = result is null ? string.Create(CultureInfo.InvariantCulture, $"; it did not stop within {JobWords.Span(options.Value.StopWithin)}") : "";
        var limit = JobWords.Span(attempt.Run.Details.Timeout);
        return attempt.Reason switch
        {
            StopReason.Cancelled => new AttemptEnd(RunState.Cancelled, $"cancelled{stopped}", result?.ExitCode, false, null),
            StopReason.Unreachable => new AttemptEnd(RunState.Lost, $"the database was out of reach for longer than {JobWords.Span(attempt.Lease)}{stopped}", result?.ExitCode, true, null),
            _ when stopping.IsCancellationRequested && !timeout.IsCancellationRequested => new AttemptEnd(RunState.Lost, $"OpsBridge was stopped while it ran{stopped}", result?.ExitCode, true, null),
            _ when timeout.IsCancellationRequested => new AttemptEnd(RunState.TimedOut, $"still ran after {limit}{stopped}", result?.ExitCode, result?.MayRetry ?? true, null),
            _ => new AttemptEnd(RunState.Failed, result!.Summary, result.ExitCode, result.MayRetry, null),
        };
    }

    /// <summary>The result; null when the kind does not stop in time after it was told to.</summary>
    private async Task<JobResult?> EndedAsync(Task<JobResult> work, CancellationToken told)
    {
        var until = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = told.Register(until.SetResult);
        if (await Task.WhenAny(work, until.Task) != work)
        {
            using var grace = new CancellationTokenSource();
            await Task.WhenAny(work, Task.Delay(options.Value.StopWithin, clock, grace.Token));
            await grace.CancelAsync();
        }

        return work.IsCompleted ? await work : null;
    }

    /// <summary>Stores output and end; while the database is away again and again, until OpsBridge stops.</summary>
    private async Task StoreAsync(RunningAttempt attempt, AttemptEnd end, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(); // goes on for a while after the stop, so that a clean stop loses nothing
        await using var registration = stopping.Register(() => limit.CancelAfter(options.Value.StopWithin));
        while (!limit.IsCancellationRequested)
        {
            try
            {
                await attempt.Output.FlushAsync(last: true, limit.Token);
                await ending.EndAsync(attempt.JobId, attempt.RunId, attempt.Run.Token, end, limit.Token);
                return;
            }
            catch (FenceLostException)
            {
                await ReportRefusedAsync(attempt, limit.Token);
                return;
            }
            catch (Exception exception) when (!limit.IsCancellationRequested)
            {
                LogNotStored(attempt.JobName, attempt.RunId, exception.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.WhenAny(Task.Delay(s_tryAgain, clock, limit.Token));
        }
    }

    private async Task ReportRefusedAsync(RunningAttempt attempt, CancellationToken ct)
    {
        try
        {
            await attempt.RefusedAsync(ct);
        }
        catch (Exception exception)
        {
            LogNotStored(attempt.JobName, attempt.RunId, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of job {Job}, run {Run}, could not be stored; tried again soon: {Reason}")]
    private partial void LogNotStored(string job, Guid run, string reason);
}
