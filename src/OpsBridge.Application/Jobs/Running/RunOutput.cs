using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>Takes what an attempt says and how far it is, and stores both a few times a second behind the fence.</summary>
internal sealed class RunOutput(ClaimedRun run, RunFence fence, TimeSpan lease, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_betweenReports = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly OutputTail _tail = new(run.RunId, run.Lines);
    private readonly SemaphoreSlim _one = new(1, 1);
    private RunProgress? _progress;
    private long? _reportedAt;

    /// <summary>Adds a line; returns at once.</summary>
    public void Write(LineSource source, string line)
    {
        var (at, text) = (clock.GetUtcNow(), RunText.Line(line));
        lock (_gate)
        {
            _tail.Add(at, source, text);
        }
    }

    /// <summary>Replaces what is known of the progress; returns at once.</summary>
    public void Report(RunProgress progress)
    {
        lock (_gate)
        {
            _progress = progress;
        }
    }

    /// <summary>Stores what comes, until the token ends.</summary>
    /// <exception cref="FenceLostException">The run is no longer this attempt's.</exception>
    public async Task PumpAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(s_pause, clock, ct);
            try
            {
                await FlushAsync(last: false, ct);
            }
            catch (Exception exception) when (exception is NpgsqlException or DbUpdateException or InvalidOperationException or TimeoutException)
            {
                // kept and tried again: the database is away
            }
        }
    }

    /// <summary>Stores what is there.</summary>
    /// <param name="last">Whether progress is stored although some was just now.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task FlushAsync(bool last, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var (batch, progress) = Take(last);
            if (batch is null && progress is null)
            {
                return;
            }

            try
            {
                await fence.WriteAsync(run.RunId, run.Token, lease, (db, token) => StoreAsync(db, batch, progress, token), ct);
            }
            catch (Exception) when (batch is not null)
            {
                lock (_gate)
                {
                    _tail.Return(batch);
                }

                throw;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private (OutputBatch? Batch, RunProgress? Progress) Take(bool last)
    {
        lock (_gate)
        {
            var batch = _tail.HasNew ? _tail.Take() : null;
            if (_progress is null || (!last && _reportedAt is { } at && clock.GetElapsedTime(at) < s_betweenReports))
            {
                return (batch, null);
            }

            var progress = _progress;
            (_progress, _reportedAt) = (null, clock.GetTimestamp());
            return (batch, progress);
        }
    }

    private async Task StoreAsync(OpsDbContext db, OutputBatch? batch, RunProgress? progress, CancellationToken ct)
    {
        if (progress is not null)
        {
            var phase = RunText.Line(progress.Phase, 100);
            await db.Database.ExecuteSqlAsync($"update job_runs set phase = {phase}, done = {progress.Done}, total = {progress.Total} where id = {run.RunId}", ct);
        }

        if (batch is null)
        {
            return;
        }

        if (batch.DropBelow > batch.DropFrom + 1)
        {
            await db.Database.ExecuteSqlAsync($"delete from job_run_lines where run_id = {run.RunId} and number > {batch.DropFrom} and number < {batch.DropBelow}", ct);
        }

        const string Sql = "insert into job_run_lines (run_id, number, at, source, text) select @run, * from unnest(@numbers, @ats, @sources, @texts)";
        await using var command = new NpgsqlCommand(Sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        command.Parameters.Add(new("run", NpgsqlDbType.Uuid) { Value = run.RunId });
        command.Parameters.Add(new("numbers", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = batch.Lines.Select(l => l.Number).ToArray() });
        command.Parameters.Add(new("ats", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz) { Value = batch.Lines.Select(l => l.At).ToArray() });
        command.Parameters.Add(new("sources", NpgsqlDbType.Array | NpgsqlDbType.Smallint) { Value = batch.Lines.Select(l => (short)l.Source).ToArray() });
        command.Parameters.Add(new("texts", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = batch.Lines.Select(l => l.Text).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
