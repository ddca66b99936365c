using System.Text;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Staffing;

public sealed class StaffBoardTests(PostgresServer server) : IAsyncLifetime
{
    private RosterDesk _bridge = default!;

    public async ValueTask InitializeAsync() => _bridge = await RosterDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task The_board_says_who_stood_what_was_planned_and_what_differs_and_exports_it_without_formulas()
    {
        var desk = await _bridge.PlannedDeskAsync("=cmd|'/c calc'!A1");
        await _bridge.AssignAsync(await _bridge.ShiftAsync(desk, 0, "Late"), _bridge.Bob);
        await _bridge.AssignAsync(await _bridge.ShiftAsync(desk, 1, "Early"), _bridge.Bob);
        _bridge.Clock.FastForward(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(20));
        await _bridge.TakeAsync(desk, _bridge.Ann);
        _bridge.Clock.FastForward(TimeSpan.FromHours(3));

        var view = await _bridge.Get<IStaffBoard>().ReadAsync(_bridge.Sue, Ct);

        var late = view.Shifts.Single(s => s.Name == "Late");
        Assert.Equal(("ann instead of bob", TimeSpan.FromMinutes(20)), (late.Difference, late.LateBy));
        Assert.Equal(3, view.People.Single(p => p.Name == "ann").Work.HoursPast, 3);
        Assert.Equal(["8 h rest"], view.People.Single(p => p.Name == "bob").Flags);
        Assert.Equal("bob", view.People[0].Name); // flagged first
        await Assert.ThrowsAsync<Identity.PermissionDeniedException>(() => _bridge.Get<IStaffBoard>().ReadAsync(_bridge.Ann, Ct));

        using var file = new MemoryStream();
        await _bridge.Get<ExportStaff>().HandleAsync(file, _bridge.Sue, Ct);
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("'=cmd|", text, StringComparison.Ordinal);
        Assert.Contains("ann instead of bob", text, StringComparison.Ordinal);
    }
}
