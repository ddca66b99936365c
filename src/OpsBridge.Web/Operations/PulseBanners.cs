using Microsoft.Extensions.Hosting;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Pings;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Rounds;
using OpsBridge.Shell;

namespace OpsBridge.Operations;

/// <summary>
/// Tells every open page when a part of OpsBridge has stopped, and takes the message back when it works again. Looks every
/// second and needs nothing but memory, so it also works while the database is away.
/// </summary>
public sealed class PulseBanners(Pulses pulses, SystemMessages messages, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    /// <summary>Looks once.</summary>
    public void Look()
    {
        foreach (var part in pulses.Read())
        {
            if (part.Alive)
            {
                messages.Clear(part.Name);
            }
            else
            {
                messages.Set(Message(part));
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        do
        {
            Look();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static SystemMessage Message(PulseState part)
    {
        var (title, means) = part.Name switch
        {
            DatabasePulse.PulseName => ("The database does not answer.", "What is on screen may be old, and changes cannot be saved. Checks go on in memory."),
            PostgresChangeListener.PulseName => ("Live updates have stopped.", "Screens no longer change by themselves."),
            CheckPoller.PulseName => ("The check poller gives no sign of life.", "States on screen may be old."),
            ResultWriter.PulseName => ("Check results are not being stored.", "They are kept in memory; states on screen may be old."),
            BackupWatch.PulseName => ("Backups are not watched.", "One that is late, damaged or never proven would not be told."),
            PingWatch.PulseName => ("Reported jobs are not watched.", "One that goes missing would not be told; reports are still taken."),
            RoundsKeeper.PulseName => ("Rounds are not looked after.", "New ones do not appear, and overdue ones would not be told."),
            _ => ($"The part “{part.Name}” gives no sign of life.", "What depends on it may be old."),
        };
        return new SystemMessage(part.Name, "critical", title, part.Problem is { } problem ? $"{means} It says: {problem}." : means, part.LastBeat);
    }
}
