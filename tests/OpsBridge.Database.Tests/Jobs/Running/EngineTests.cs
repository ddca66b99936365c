using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

public sealed class EngineTests(PostgresServer server)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_cron_job_runs_by_itself_at_its_time_and_leaves_evidence()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        bridge.Kind.Does = (attempt, _) =>
        {
            attempt.Write(LineSource.Out, "hello");
            return Task.FromResult(new JobResult(true, "wrote 3 files", 0));
        };
        var job = await bridge.HourlyAsync("Report");
        await bridge.PassAsync(s_hour - TimeSpan.FromSeconds(1));
        Assert.Empty(await bridge.RunsAsync(job));

        await bridge.PassAsync(TimeSpan.FromSeconds(1));
        await bridge.SettleAsync();

        var run = Assert.Single(await bridge.RunsAsync(job));
        Assert.Equal((RunState.Succeeded, "wrote 3 files", 0, 1, RunOrigin.Schedule), (run.State, run.Summary, run.ExitCode, run.Attempt, run.Origin));
        Assert.Equal(bridge.Now, run.NominalAt);
        Assert.Equal(bridge.Now + s_hour, (await bridge.ReadJobAsync(job)).NextAt);
        Assert.Equal(["job.created", "job.succeeded"], (await bridge.TimelineAsync()).Select(t => t.Kind));
        Assert.Equal("", await bridge.FiringAsync());
    }

    [Fact]
    public async Task Three_hours_down_are_recorded_as_three_misses_with_one_alert()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        var job = await bridge.HourlyAsync("Backup");
        await bridge.PassAsync(TimeSpan.FromMinutes(195));
        await bridge.SettleAsync();

        Assert.Equal("Missed:Down Missed:Down Missed:Down", await bridge.StatesAsync(job));
        Assert.Equal("JobMissed Major", await bridge.FiringAsync());
        Assert.StartsWith("Backup missed 3 starts, 2026-01-05 09:00 to 2026-01-05 11:00 UTC", (await bridge.AlertsAsync())[0].Summary, StringComparison.Ordinal);
        await bridge.PassAsync(TimeSpan.FromMinutes(45));
        await bridge.SettleAsync();
        Assert.Equal("", await bridge.FiringAsync());
    }

    [Theory]
    [InlineData(CatchUp.None, "Missed:Down Missed:Down Missed:Down", "")]
    [InlineData(CatchUp.Last, "Missed:Down Missed:Down Succeeded:Down", "11")]
    [InlineData(CatchUp.AllInOrder, "Succeeded:Down Succeeded:Down Succeeded:Down", "9 10 11")]
    [InlineData(CatchUp.AskOperator, "Asking:Down Asking:Down Asking:Down", "")]
    public async Task What_was_missed_is_caught_up_as_the_job_says(CatchUp catchUp, string states, string ran)
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        var job = await bridge.HourlyAsync("Backup", d => d with { CatchUp = catchUp });
        await bridge.PassAsync(TimeSpan.FromMinutes(195));
        for (var i = 0; i < 4; i++)
        {
            await bridge.SettleAsync();
        }

        Assert.Equal(states, await bridge.StatesAsync(job));
        Assert.Equal(ran, string.Join(' ', bridge.Kind.Begun.Select(a => a.NominalAt.Hour)));
    }
}
