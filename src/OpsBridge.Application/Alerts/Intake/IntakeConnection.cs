using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// The writer's own connection: kept open, so that its statements stay prepared, and opened anew after any failure.
/// </summary>
internal sealed class IntakeConnection(NpgsqlDataSource source, IDbContextFactory<OpsDbContext> contexts) : IAsyncDisposable
{
    /// <summary>A transaction that takes longer counts as failed: the connection may be half dead.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // Everything here goes by key, some thousand rows of a table that a storm has just filled. A planner that knows the arrays
    // and not yet the table turns that round and looks through the arrays for every row; without knowledge of either it does not.
    private const string OnlyByKey =
        "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off";

    private NpgsqlConnection? _connection;
    private SetWriter<Alert>? _alerts;

    /// <summary>Runs <paramref name="work"/> in a transaction, which is committed when it says so and rolled back otherwise.</summary>
    public async Task<T> TransactAsync<T>(Func<IntakeTransaction, CancellationToken, Task<(T Result, bool Commit)>> work, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_limit);
        try
        {
            var connection = await OpenAsync(limit.Token);
            await using var transaction = await connection.BeginTransactionAsync(limit.Token);
            var (result, commit) = await work(new IntakeTransaction(connection, transaction, contexts, await WriterAsync(limit.Token)), limit.Token);
            await (commit ? transaction.CommitAsync(limit.Token) : transaction.RollbackAsync(limit.Token));
            return result;
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            await DropAsync();
            throw new TimeoutException($"The database did not answer within {s_limit.TotalSeconds:0} s.", exception);
        }
        catch
        {
            await DropAsync();
            throw;
        }
    }

    /// <summary>The open connection, for reads outside a transaction.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        if (_connection is null || _connection.State != System.Data.ConnectionState.Open)
        {
            await DropAsync();
            _connection = await source.OpenConnectionAsync(ct);
            await using var plan = new NpgsqlCommand(OnlyByKey, _connection);
            await plan.ExecuteNonQueryAsync(ct);
        }

        return _connection;
    }

    /// <summary>Gives the connection up.</summary>
    public async ValueTask DropAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => DropAsync();

    private async Task<SetWriter<Alert>> WriterAsync(CancellationToken ct)
    {
        if (_alerts is null)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            _alerts = new SetWriter<Alert>(db.Model);
        }

        return _alerts;
    }
}
