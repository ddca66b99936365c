using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace OpsBridge.Jobs.Running;

/// <summary>
/// Claims runs that wait, oldest nominal time first. One statement: the state is compared and set under the row's lock, the
/// token is new and larger than any before, and of the runs that must be alone the index <c>ix_job_runs_alone</c> lets one in.
/// </summary>
internal sealed class RunClaims(NpgsqlDataSource source, JobNode node)
{
    private const string Sql =
        """
        with picked as (
            select w.id from job_runs w
            where w.state = 'Waiting' and (w.retry_at is null or w.retry_at <= @now)
                and not (w.alone and exists (
                    select from job_runs o where o.job_id = w.job_id and o.id <> w.id
                        and (o.state = 'Running' or (o.state = 'Waiting' and o.nominal_at < w.nominal_at))))
            order by w.nominal_at, w.id limit @most for update skip locked),
        claimed as (
            update job_runs r set state = 'Running', token = nextval('job_run_tokens'), node = @node, lease_until = @lease, attempt = r.attempt + 1,
                retry_at = null, started_at = coalesce(r.started_at, @now), summary = '', phase = null, done = null, total = null
            from picked where r.id = picked.id and r.state = 'Waiting' returning r.*),
        kept as (
            insert into job_attempts (run_id, number, token, node, started_at, state, summary)
            select id, attempt, token, node, @now, 'Running', '' from claimed)
        select c.id, c.job_id, c.nominal_at, c.origin, c.attempt, c.token, v.details,
            (select coalesce(max(l.number), 0) from job_run_lines l where l.run_id = c.id)
        from claimed c join job_versions v on v.job_id = c.job_id and v.number = c.job_number
        order by c.nominal_at, c.id
        """;

    /// <summary>At most so many runs, claimed; none when nothing waits or another process was quicker.</summary>
    public async Task<IReadOnlyList<ClaimedRun>> ClaimAsync(int most, DateTimeOffset now, TimeSpan lease, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new("now", NpgsqlDbType.TimestampTz) { Value = now });
        command.Parameters.Add(new("lease", NpgsqlDbType.TimestampTz) { Value = now + lease });
        command.Parameters.Add(new("node", NpgsqlDbType.Text) { Value = node.Name });
        command.Parameters.Add(new("most", NpgsqlDbType.Integer) { Value = most });
        try
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            var claimed = new List<ClaimedRun>();
            while (await reader.ReadAsync(ct))
            {
                claimed.Add(Read(reader));
            }

            return claimed;
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_job_runs_alone" })
        {
            return []; // another run of the same job got in first; the next round looks again
        }
    }

    private static ClaimedRun Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetGuid(1),
        reader.GetFieldValue<DateTimeOffset>(2),
        Enum.Parse<RunOrigin>(reader.GetString(3)),
        reader.GetInt32(4),
        reader.GetInt64(5),
        JsonSerializer.Deserialize<JobDetails>(reader.GetString(6), JobJson.Options)!,
        reader.GetInt32(7));
}
