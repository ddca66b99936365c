using System.Text.Json;
using Npgsql;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What a restore of a database must show: the rows of every table, and how many objects of each sort there are.</summary>
/// <param name="Rows">Rows by table, schema and name quoted.</param>
/// <param name="Objects">Number of tables, indexes, sequences, views and functions, by sort.</param>
internal sealed record DatabaseFacts(SortedDictionary<string, long> Rows, SortedDictionary<string, long> Objects)
{
    private const int MostNamed = 3;

    // Schemas of the system and objects of extensions are not dumped.
    private const string Own = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')";

    private const string Tables = $"select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') and c.relispopulated and {Own} order by 1";

    private const string Sorts =
        $"""
        select case c.relkind when 'r' then 'tables' when 'p' then 'partitioned tables' when 'i' then 'indexes' when 'I' then 'partitioned indexes' when 'S' then 'sequences' when 'v' then 'views' when 'm' then 'materialised views' else 'other relations' end, count(*)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'i', 'I', 'S', 'v', 'm') and {Own} group by 1
        union all select 'functions', count(*) from pg_proc c join pg_namespace n on n.oid = c.pronamespace where {Own}
        union all select 'triggers', count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and {Own}
        """;

    /// <summary>Counts in the transaction that the connection is in.</summary>
    public static async Task<DatabaseFacts> CountAsync(NpgsqlConnection connection, Action<int, int> counted, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(Tables, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            await using var count = new NpgsqlCommand($"select count(*) from only {table}", connection); // quoted by format('%I')
            rows[table] = (long)(await count.ExecuteScalarAsync(ct))!;
            counted(rows.Count, tables.Count);
        }

        var objects = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await using var sorts = new NpgsqlCommand(Sorts, connection);
        await using var sort = await sorts.ExecuteReaderAsync(ct);
        while (await sort.ReadAsync(ct))
        {
            objects[sort.GetString(0)] = sort.GetInt64(1);
        }

        return new DatabaseFacts(rows, objects);
    }

    /// <summary>As stored with a copy.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JobJson.Options);

    /// <summary>As stored with a copy.</summary>
    public static DatabaseFacts? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize<DatabaseFacts>(json, JobJson.Options);

    /// <summary>What differs in a restored database, in words; null when nothing does.</summary>
    public string? Differs(DatabaseFacts restored)
    {
        var wrong = Compare(Rows, restored.Rows, "rows").Concat(Compare(Objects, restored.Objects, "in number")).ToList();
        return wrong.Count == 0 ? null : string.Join("; ", wrong.Take(MostNamed)) + (wrong.Count > MostNamed ? $"; and {wrong.Count - MostNamed} more" : "");
    }

    private static IEnumerable<string> Compare(SortedDictionary<string, long> expected, SortedDictionary<string, long> found, string what) =>
        from name in expected.Keys.Union(found.Keys, StringComparer.Ordinal)
        let was = expected.GetValueOrDefault(name)
        let now = found.GetValueOrDefault(name)
        where was != now
        select $"{name}: {was} {what} backed up, {now} restored";
}
