using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>What a sender was answered.</summary>
/// <param name="BodyHash">SHA-256 of what it had sent.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Answer">Body of the answer.</param>
public sealed record EventReceipt(byte[] BodyHash, int Status, string Answer);

/// <summary>
/// Remembers for 24 hours what senders were answered, by a key of their own choice, so that sending again is harmless. Every key
/// of the API has its own; nobody sees another's.
/// </summary>
public sealed class EventReceipts(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int SweptAtOnce = 200;

    /// <summary>The answer to what came with this key; null when nothing did, or too long ago.</summary>
    public async Task<EventReceipt?> FindAsync(string key, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        await using var command = source.CreateCommand(
            "select body_hash, status, answer from event_receipts where actor_id = $1 and key = $2 and taken_at > $3");
        command.Parameters.Add(new() { Value = actor.Id ?? Guid.Empty });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - Kept });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new EventReceipt(await reader.GetFieldValueAsync<byte[]>(0, ct), reader.GetInt32(1), reader.GetString(2))
            : null;
    }

    /// <summary>Which of these keys came before, within the time that is remembered.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(IReadOnlyCollection<string> keys, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        await using var command = source.CreateCommand("select key from event_receipts where actor_id = $1 and key = any($2) and taken_at > $3");
        command.Parameters.Add(new() { Value = actor.Id ?? Guid.Empty });
        command.Parameters.Add(new() { Value = keys.ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - Kept });
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    /// <summary>Remembers one answer under one or more keys; a key that is remembered already keeps its first answer.</summary>
    public async Task KeepAsync(IReadOnlyCollection<string> keys, EventReceipt receipt, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        var now = clock.GetUtcNow();
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into event_receipts (actor_id, key, body_hash, status, answer, taken_at)
            select $1, key, $3, $4, $5, $6 from unnest($2) as key
            on conflict (actor_id, key) do update
            set body_hash = excluded.body_hash, status = excluded.status, answer = excluded.answer, taken_at = excluded.taken_at
            where event_receipts.taken_at <= $7
            """)
        {
            Parameters =
            {
                new() { Value = actor.Id ?? Guid.Empty },
                new() { Value = keys.Distinct(StringComparer.Ordinal).ToArray() },
                new() { Value = receipt.BodyHash },
                new() { Value = receipt.Status },
                new() { Value = receipt.Answer },
                new() { Value = now },
                new() { Value = now - Kept },
            },
        });

        // Whoever brings a new one takes a few old ones out; rows that somebody else is just taking out are passed over.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            delete from event_receipts where (actor_id, key) in
            (select actor_id, key from event_receipts where taken_at <= $1 order by taken_at limit $2 for update skip locked)
            """)
        {
            Parameters = { new() { Value = now - Kept }, new() { Value = SweptAtOnce } },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }
}
