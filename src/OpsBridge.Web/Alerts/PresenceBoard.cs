using OpsBridge.Alerts.Views;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Alerts;

/// <summary>Who has a console open, read once per process for all screens.</summary>
public sealed partial class PresenceBoard(IAlertPresence presence, LiveFeed feed, TimeProvider clock, ILogger<PresenceBoard> logger) : BackgroundService
{
    /// <summary>Published within this process when somebody came, went or looks at something else.</summary>
    public const string Topic = "presence_board";

    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(500);
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ViewAlerts);
    private IReadOnlyList<OpenConsole> _consoles = [];
    private ILookup<long, OpenConsole> _byAlert = Array.Empty<OpenConsole>().ToLookup(c => 0L);

    /// <summary>Accounts that have a console open.</summary>
    public IReadOnlySet<Guid> Accounts { get; private set; } = new HashSet<Guid>();

    /// <summary>Names of the others who look at an alert now, each once.</summary>
    public IReadOnlyList<string> Others(long alertId, Guid? me) =>
        _byAlert.Contains(alertId) ? [.. _byAlert[alertId].Where(c => c.AccountId != me).Select(c => c.Name).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>Reads who is there.</summary>
    internal async Task ReadAsync(CancellationToken ct)
    {
        var consoles = await presence.ReadAsync(s_self, ct);
        if (!consoles.SequenceEqual(_consoles))
        {
            (_consoles, _byAlert) = (consoles, consoles.Where(c => c.AlertId is not null).ToLookup(c => c.AlertId!.Value));
            Accounts = consoles.Select(c => c.AccountId).ToHashSet();
            feed.Publish(Topic);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changes = feed.Subscribe(AlertPresence.Topic);
        using var timer = new PeriodicTimer(AlertPresence.Beat, clock);
        changes.Signal();
        var reminding = RemindAsync(timer, changes, stoppingToken); // nobody announces that a console has gone silent
        try
        {
            await changes.PumpAsync(() => TryAsync(stoppingToken), s_least, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // OpsBridge stops.
        }

        await reminding;
    }

    private static async Task RemindAsync(PeriodicTimer timer, LiveSubscription changes, CancellationToken ct)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                changes.Signal();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // OpsBridge stops.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await ReadAsync(ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogFailed(exception.Message); // the next beat asks again
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who has a console open cannot be read: {Reason}")]
    private partial void LogFailed(string reason);
}
