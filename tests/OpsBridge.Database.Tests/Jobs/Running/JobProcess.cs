using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Shifts;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>
/// A process of its own that runs jobs, to be stopped with SIGSTOP, thawed and killed. What its kind does takes a moment and
/// then writes one row into <c>effects</c> behind the fence, whatever it was told meanwhile: as stubborn as a stale owner can be.
/// </summary>
internal sealed class JobProcess : IDisposable
{
    public const string Command = "--job-process";

    /// <summary>How long an attempt takes before it writes.</summary>
    public static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(400);

    private readonly Process _process;

    private JobProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static JobProcess Start(string connectionString)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(JobProcess).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(connectionString);
        return new JobProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal by its name: STOP, CONT.</summary>
    public async Task SignalAsync(string name, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(); // reaches a stopped process as well
        }

        _process.Dispose();
    }

    /// <summary>The body of the process.</summary>
    public static async Task<int> RunAsync(string connectionString)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddData(connectionString)
            .AddLive().AddTimeline().AddAssets().AddAlerts().AddMaintenance().AddShifts().AddJobs()
            .AddSingleton<IJobKind, Stubborn>()
            .Configure<JobsOptions>(o => o.Lease = TimeSpan.FromSeconds(2)).BuildServiceProvider();
        var (engine, leases) = (services.GetRequiredService<JobEngine>(), services.GetRequiredService<LeaseKeeper>());
        while (true)
        {
            try
            {
                await engine.RoundAsync(default);
                await leases.KeepAsync(default);
                await leases.LookAsync(default);
            }
            catch (Exception exception) when (exception is DbUpdateException or Npgsql.NpgsqlException or InvalidOperationException)
            {
                // the database ended a transaction that slept too long
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private sealed class Stubborn : IJobKind
    {
        public string Name => "command";

        public async Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct)
        {
            await Task.Delay(Takes, TimeProvider.System, CancellationToken.None);
            await attempt.FinishAsync((db, token) => db.Database.ExecuteSqlAsync($"insert into effects (run_id) values ({attempt.RunId})", token), "done", CancellationToken.None);
            return new JobResult(true, "done");
        }
    }
}
