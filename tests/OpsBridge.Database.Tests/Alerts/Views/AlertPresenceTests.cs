using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Views;

public sealed class AlertPresenceTests(PostgresServer server) : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private readonly Actor _vic = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);
    private TestDatabase _database = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AlertPresence Presence => new(_database.Source, _clock);

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Who_is_there_and_what_they_look_at_is_seen_until_they_leave()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Presence.ShowAsync(first, null, _ann, Ct);
        await Presence.ShowAsync(second, 7, _vic, Ct);
        await Presence.ShowAsync(first, 9, _ann, Ct);
        Assert.Equal([new OpenConsole(_ann.Id!.Value, "Ann", true, 9), new OpenConsole(_vic.Id!.Value, "Vic", false, 7)], await Presence.ReadAsync(_ann, Ct));

        await Presence.LeaveAsync(first, Ct);

        Assert.Equal("Vic", Assert.Single(await Presence.ReadAsync(_ann, Ct)).Name);
    }

    [Fact]
    public async Task Without_a_sign_of_life_a_console_is_gone()
    {
        await Presence.ShowAsync(Guid.CreateVersion7(), 7, _ann, Ct);
        var alive = Guid.CreateVersion7();
        await Presence.ShowAsync(alive, 7, _vic, Ct);
        _clock.FastForward(AlertPresence.Expiry - AlertPresence.Beat);
        await Presence.ShowAsync(alive, 7, _vic, Ct);
        _clock.FastForward(AlertPresence.Beat + TimeSpan.FromSeconds(1));

        Assert.Equal("Vic", Assert.Single(await Presence.ReadAsync(_ann, Ct)).Name);
    }

    [Fact]
    public async Task Coming_looking_elsewhere_and_leaving_are_announced_and_a_beat_is_not()
    {
        var heard = 0;
        await using var listener = await _database.Source.OpenConnectionAsync(Ct);
        listener.Notification += (_, n) => heard += n.Payload == AlertPresence.Topic ? 1 : 0;
        await RunAsync(listener, "listen opsbridge_changes");
        var circuit = Guid.CreateVersion7();

        Assert.Equal(1, await HeardAfterAsync(() => Presence.ShowAsync(circuit, 7, _ann, Ct)));
        Assert.Equal(0, await HeardAfterAsync(() => Presence.ShowAsync(circuit, 7, _ann, Ct)));
        Assert.Equal(1, await HeardAfterAsync(() => Presence.ShowAsync(circuit, 8, _ann, Ct)));
        Assert.Equal(1, await HeardAfterAsync(() => Presence.LeaveAsync(circuit, Ct)));

        // Announcements come in the order of commits, so the mark that follows has overtaken none.
        async Task<int> HeardAfterAsync(Func<Task> act)
        {
            heard = 0;
            await act();
            await RunAsync(listener, "select pg_notify('opsbridge_changes', 'mark')");
            return heard;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
