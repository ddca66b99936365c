using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Staffing;

public sealed class OpenHandoversTests(PostgresServer server)
{
    [Fact]
    public async Task A_supervisor_sees_handovers_in_work_and_which_of_them_wait_for_a_countersignature()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        var board = estate.Get<IOpenHandovers>();
        await estate.AlertAsync("db-1", estate.Ann, Alerts.AlertSeverity.Critical); // one of the risks
        await estate.PrepareAsync();
        Assert.Equal((HandoverState.Preparing, 0, false), await LookAsync(estate));

        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        estate.Clock.FastForward(TimeSpan.FromMinutes(7));
        Assert.Equal((HandoverState.Prepared, 7, true), await LookAsync(estate));

        await estate.ReadAllAsync(estate.Bob);
        await estate.DoAsync(new HandoverStep.Countersign(), estate.Sue);
        var signed = Assert.Single(await board.ReadAsync(estate.Sue, HandoverEstate.Ct));
        Assert.Equal(("sue", false), (signed.CountersignedBy, signed.WaitsForCountersign));

        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        Assert.Empty(await board.ReadAsync(estate.Sue, HandoverEstate.Ct)); // the next is only planned
        await Assert.ThrowsAsync<PermissionDeniedException>(() => board.ReadAsync(estate.Ann, HandoverEstate.Ct));
    }

    private static async Task<(HandoverState State, int Minutes, bool Waits)> LookAsync(HandoverEstate estate)
    {
        var row = Assert.Single(await estate.Get<IOpenHandovers>().ReadAsync(estate.Sue, HandoverEstate.Ct));
        return (row.Row.State, (int)(estate.Now - row.Since).TotalMinutes, row.WaitsForCountersign);
    }
}
