using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Running;

/// <summary>Inserts runs: the nominal time is claimed by its row, and a second insert of the same time changes nothing.</summary>
internal static class RunRows
{
    /// <summary>Inserts the runs in the transaction of the context; returns how many were new.</summary>
    public static async Task<int> InsertAsync(OpsDbContext db, IReadOnlyList<JobRun> runs, CancellationToken ct)
    {
        if (runs.Count == 0)
        {
            return 0;
        }

        const string Sql =
            """
            insert into job_runs (id, job_id, nominal_at, origin, job_number, asked_by, after_run_id, state, cause, alone, start_by, retry_at, ended_at, summary, token, attempt, too_long)
            select *, 0, 0, false from unnest(@ids, @jobs, @nominals, @origins, @numbers, @askers, @afters, @states, @causes, @alones, @starts, @retries, @ends, @summaries)
            on conflict (job_id, nominal_at) do nothing
            """;
        await using var command = new NpgsqlCommand(Sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        Add("ids", NpgsqlDbType.Uuid, r => r.Id);
        Add("jobs", NpgsqlDbType.Uuid, r => r.JobId);
        Add("nominals", NpgsqlDbType.TimestampTz, r => r.NominalAt);
        Add("origins", NpgsqlDbType.Text, r => r.Origin.ToString());
        Add("numbers", NpgsqlDbType.Integer, r => r.JobNumber);
        Add("askers", NpgsqlDbType.Text, r => r.AskedBy);
        Add("afters", NpgsqlDbType.Uuid, r => r.AfterRunId);
        Add("states", NpgsqlDbType.Text, r => r.State.ToString());
        Add("causes", NpgsqlDbType.Text, r => r.Cause?.ToString());
        Add("alones", NpgsqlDbType.Boolean, r => r.Alone);
        Add("starts", NpgsqlDbType.TimestampTz, r => r.StartBy);
        Add("retries", NpgsqlDbType.TimestampTz, r => r.RetryAt);
        Add("ends", NpgsqlDbType.TimestampTz, r => r.EndedAt);
        Add("summaries", NpgsqlDbType.Text, r => RunText.Line(r.Summary, 500));
        return await command.ExecuteNonQueryAsync(ct);

        void Add<T>(string name, NpgsqlDbType type, Func<JobRun, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = runs.Select(value).ToArray() });
    }
}
