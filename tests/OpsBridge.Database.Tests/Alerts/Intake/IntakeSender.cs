using static OpsBridge.Alerts.Intake.RunningIntake;

namespace OpsBridge.Alerts.Intake;

/// <summary>A sender that goes on through refusals.</summary>
internal static class IntakeSender
{
    /// <summary>Sends distinct alerts, again when refused, until told to stop; gives back what was answered as stored.</summary>
    public static async Task<List<string>> SendUntilAsync(RunningIntake intake, string sender, CancellationToken stop)
    {
        var stored = new List<string>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            string[] names = [.. Enumerable.Range(0, 20).Select(k => $"{sender}-{i}-{k}")];
            if (await intake.SendAsync(Source(sender), [.. names.Select(n => Fire(n))]) is IntakeResult.Stored)
            {
                stored.AddRange(names);
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
                i--;
            }
        }

        return stored;
    }
}
