using System.Data;
using System.Globalization;
using Npgsql;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Runs one SQL statement; an unexpected number of rows rolls it back.</summary>
public sealed class SqlKind(KindRun runs, PgParts parts) : IJobKind
{
    private const int ShownRows = 200;
    private const int CellLength = 200;

    /// <inheritdoc />
    public string Name => "sql";

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) => runs.RunAsync<SqlSettings>(attempt, RunAsync, ct);

    private async Task<JobResult> RunAsync(KindScene<SqlSettings> scene, CancellationToken ct)
    {
        var settings = scene.Settings;
        var login = await parts.FindAsync(scene, settings.Database, ct);
        await using var connection = await login.OpenAsync(ct);
        connection.Notice += (_, e) => scene.Output.Note($"{e.Notice.Severity}: {e.Notice.MessageText}");
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var rows = await WorkAsync(scene, connection, login, ct);
        if (rows < settings.MinRows || rows > settings.MaxRows)
        {
            return new JobResult(false, $"{rows} rows, expected {Expected(settings)}; rolled back");
        }

        await scene.Attempt.CommitAsync((_, token) => ExplainedAsync(login, () => transaction.CommitAsync(token)), ct); // a run that was given to somebody else changes nothing
        return new JobResult(true, $"{rows} rows");
    }

    private static async Task<long> WorkAsync(KindScene<SqlSettings> scene, NpgsqlConnection connection, PgLogin login, CancellationToken ct)
    {
        long rows = 0;
        await ExplainedAsync(login, async () =>
        {
            if (scene.Settings.ReadOnly)
            {
                await using var readOnly = new NpgsqlCommand("set transaction read only", connection);
                await readOnly.ExecuteNonQueryAsync(ct);
            }

            rows = await ExecuteAsync(connection, scene.Settings.Statement, scene.Output, ct);
        });
        return rows;
    }

    private static async Task ExplainedAsync(PgLogin login, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (NpgsqlException e)
        {
            throw new KindFault($"{login.Name}: {PgLogin.Explain(e)}", mayRetry: e is not PostgresException { SqlState: ['4', '2', ..] });
        }
    }

    private static async Task<long> ExecuteAsync(NpgsqlConnection connection, string statement, CleanOutput output, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(statement.TrimEnd(' ', ';', '\r', '\n')) } };
        await using var reader = await ReadAsync(batch, ct);
        if (reader.FieldCount == 0)
        {
            return Math.Max(0, reader.RecordsAffected);
        }

        output.Line(isError: false, string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)));
        long rows = 0;
        while (await reader.ReadAsync(ct))
        {
            if (++rows <= ShownRows)
            {
                output.Line(isError: false, string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Cell(reader, i, output))));
            }
        }

        if (rows > ShownRows)
        {
            output.Note($"{rows - ShownRows} more rows are not shown");
        }

        return rows;
    }

    /// <summary>A batch command takes one statement and no more (Npgsql manual, "Batching").</summary>
    private static async Task<NpgsqlDataReader> ReadAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        try
        {
            return await batch.ExecuteReaderAsync(ct);
        }
        catch (NotSupportedException)
        {
            throw new KindFault("the job holds more than one statement; use one, or a function", mayRetry: false);
        }
    }

    private static string Cell(NpgsqlDataReader reader, int column, CleanOutput output)
    {
        if (reader.IsDBNull(column))
        {
            return "NULL";
        }

        string text;
        try
        {
            text = output.Clean(SqlText.Of(reader.GetValue(column))); // before it is cut: half a secret is not found any more
        }
        catch (Exception e) when (e is InvalidCastException or NotSupportedException or OverflowException)
        {
            text = $"({reader.GetDataTypeName(column)})";
        }

        return text.Length <= CellLength ? text : text[..(CellLength - 1)] + "…";
    }

    private static string Expected(SqlSettings settings) => (settings.MinRows, settings.MaxRows) switch
    {
        ({ } min, { } max) when min == max => $"{min}",
        ({ } min, { } max) => $"{min} to {max}",
        ({ } min, null) => $"at least {min}",
        (_, var max) => $"at most {max}",
    };
}
