using System.Globalization;
using Npgsql;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverTamperTests(PostgresServer server)
{
    private const int MoreEdits = 25;
    private static readonly string[] s_tables =
        ["handovers", "handover_texts", "handover_ticks", "handover_messages", "handover_decisions", "handover_signatures", "handover_additions", "handover_records"];

    [Fact]
    public async Task Every_edit_and_every_removal_by_the_superuser_is_found()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.AlertAsync("db-1", estate.Ann);
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        await estate.DoAsync(new HandoverStep.CrossCheck("one alert more"), estate.Bob);
        Assert.Empty((await estate.VerifyAsync()).Broken);
        await using var root = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(estate.ConnectionString) { Timeout = 60, CommandTimeout = 60 }.ConnectionString);
        await root.OpenAsync(HandoverEstate.Ct);
        await DisarmAsync(root);
        var columns = await ColumnsAsync(root);
        var dice = new Random(20261122);
        foreach (var table in s_tables)
        {
            await RunAsync(root, $"create temp table kept_{table} as select * from {table}");
        }

        for (var i = 0; i < columns.Count + MoreEdits; i++)
        {
            var (table, column, type) = columns[i < columns.Count ? i : dice.Next(columns.Count)];
            var row = await OneAsync(root, $"select ctid::text from {table} order by md5(ctid::text || '{i}') limit 1");
            var edit = dice.Next(10) == 0 ? $"delete from {table} where ctid = '{row}'" : $"update {table} set {column} = {Other(column, type)} where ctid = '{row}'";
            if (!await EditAsync(root, edit))
            {
                continue;
            }

            Assert.True((await estate.VerifyAsync()).Broken.Count > 0, edit);
            await RunAsync(root, $"delete from {table}; insert into {table} select * from kept_{table}");
        }

        Assert.Empty((await estate.VerifyAsync()).Broken);
        await RunAsync(root, string.Join(';', s_tables.Select(t => $"delete from {t}")));
        Assert.NotEmpty((await estate.VerifyAsync()).Broken); // the timeline still tells of it
    }

    /// <summary>No trigger and no foreign key stands in the way of whoever owns the tables.</summary>
    private static async Task DisarmAsync(NpgsqlConnection root)
    {
        await using (var command = new NpgsqlCommand("select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint where contype = 'f' and conrelid::regclass::text like 'handover%'", root))
        {
            await using var reader = await command.ExecuteReaderAsync(HandoverEstate.Ct);
            var drops = new List<string>();
            while (await reader.ReadAsync(HandoverEstate.Ct))
            {
                drops.Add(reader.GetString(0));
            }

            await reader.CloseAsync();
            await RunAsync(root, string.Join(';', drops));
        }

        await RunAsync(root, string.Join(';', s_tables.Select(t => $"alter table {t} disable trigger user")));
    }

    private static string Other(string column, string type) => type switch
    {
        "timestamp with time zone" => $"coalesce({column}, now()) + interval '1 microsecond'",
        "uuid" => "gen_random_uuid()",
        "integer" or "smallint" => $"coalesce({column}, 0) + 1",
        _ when column is "\"state\"" => "case state when 'Closed' then 'Accepted' else 'Closed' end",
        _ when column is "\"kind\"" => $"case {column} when 'Correction' then 'Verified' when 'Question' then 'Answer' else 'Correction' end",
        _ when column is "\"to\"" => "case \"to\" when 'Pool' then 'Watch' else 'Pool' end",
        _ when column is "\"role\"" => "case role when 'ComingOn' then 'Supervisor' else 'ComingOn' end",
        _ => $"overlay(coalesce({column}, '') placing '~' from 1 for 1)",
    };

    private static async Task<List<(string Table, string Column, string Type)>> ColumnsAsync(NpgsqlConnection root)
    {
        await using var command = new NpgsqlCommand("select table_name, column_name, data_type from information_schema.columns where table_name = any($1) and table_schema = 'public' order by 1, 2", root);
        command.Parameters.Add(new() { Value = s_tables });
        await using var reader = await command.ExecuteReaderAsync(HandoverEstate.Ct);
        var columns = new List<(string, string, string)>();
        while (await reader.ReadAsync(HandoverEstate.Ct))
        {
            columns.Add((reader.GetString(0), $"\"{reader.GetString(1)}\"", reader.GetString(2)));
        }

        return columns;
    }

    private static async Task<string?> OneAsync(NpgsqlConnection root, string sql)
    {
        await using var command = new NpgsqlCommand(sql, root);
        return Convert.ToString(await command.ExecuteScalarAsync(HandoverEstate.Ct), CultureInfo.InvariantCulture);
    }

    /// <summary>False where a key that is taken already refuses the edit.</summary>
    private static async Task<bool> EditAsync(NpgsqlConnection root, string edit)
    {
        try
        {
            return await RunAsync(root, edit) > 0;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    private static async Task<int> RunAsync(NpgsqlConnection root, string sql)
    {
        await using var command = new NpgsqlCommand(sql, root);
        return await command.ExecuteNonQueryAsync(HandoverEstate.Ct);
    }
}
