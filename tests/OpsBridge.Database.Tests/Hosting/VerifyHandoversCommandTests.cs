using System.Diagnostics;
using Npgsql;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Hosting;

/// <summary>The built host, run as a process of its own with the command, as an operator runs it from a shell.</summary>
public sealed class VerifyHandoversCommandTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_proves_the_records_says_what_was_changed_and_tells_a_database_that_is_away_apart()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        Assert.Equal((0, "1 sealed handovers, 0 additions: all as they were written", ""), await RunAsync(estate.ConnectionString));

        await SqlAsync(estate.ConnectionString, "alter table handover_records disable trigger user; update handover_records set content = replace(content, 'degraded', 'all well')");
        var (code, output, _) = await RunAsync(estate.ConnectionString);
        Assert.Equal(2, code);
        Assert.Contains($"{estate.Handover}: ", output, StringComparison.Ordinal);
        Assert.EndsWith("faults", output, StringComparison.Ordinal);

        var (away, nothing, error) = await RunAsync("Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=1");
        Assert.Equal((1, ""), (away, nothing));
        Assert.NotEmpty(error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string connection)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OpsBridge.Web.dll"), ProveHandovers.Command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__OpsBridge"] = connection },
        };
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
            await process.WaitForExitAsync(Ct);
            return (process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task SqlAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
