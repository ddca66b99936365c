using System.Text;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Roster;

public sealed class ImportRosterTests(PostgresServer server) : IAsyncLifetime
{
    private const string File = "day,shift,start,end,person\n2026-01-06,Early,,,ann\n2026-01-06,Late,,,bob\n2026-03-02,Extra,08:00,12:00,ann\n2026-03-02,Extra,08:00,12:00,sue\n";
    private RosterDesk _bridge = default!;
    private Guid _desk;

    public async ValueTask InitializeAsync()
    {
        _bridge = await RosterDesk.CreateAsync(server);
        _desk = await _bridge.PlannedDeskAsync();
    }

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_roster_is_shown_first_and_stored_when_asked_with_shifts_of_its_own()
    {
        Assert.Equal(4, Assert.IsType<RosterImportResult.Checked>(await ImportAsync(File, ImportMode.DryRun)).Report.Assigned);
        Assert.Equal(0, await AssignedAsync());

        Assert.IsType<RosterImportResult.Applied>(await ImportAsync(File, ImportMode.Apply));

        Assert.Equal(4, await AssignedAsync());
        Assert.Equal(["shift.planned by sue", .. Enumerable.Repeat("shift.assigned by sue", 4)], (await _bridge.TimelineAsync("shift")).OrderByDescending(k => k, StringComparer.Ordinal));
        Assert.Equal(4, Assert.IsType<RosterImportResult.Checked>(await ImportAsync(File, ImportMode.DryRun)).Report.Unchanged);
        Assert.IsType<RosterImportResult.Applied>(await ImportAsync(File, ImportMode.Apply)); // a second time changes nothing
        Assert.Equal(4, await AssignedAsync());
    }

    [Fact]
    public async Task One_refused_line_stores_nothing_also_when_it_became_so_after_the_preview()
    {
        await ImportAsync(File, ImportMode.DryRun);
        await _bridge.Get<RecordAbsence>().HandleAsync(_bridge.Ann.Id!.Value, _bridge.Today.AddDays(1), _bridge.Today.AddDays(1), AbsenceKind.Sick, _bridge.Sue, Ct);

        var refused = Assert.IsType<RosterImportResult.NotApplied>(await ImportAsync(File, ImportMode.Apply));

        Assert.Equal("ann is away that day (sick).", Assert.IsType<RosterVerdict.Refused>(refused.Report.Rows[0].Verdict).Reason);
        Assert.Equal(0, await AssignedAsync());
    }

    [Fact]
    public async Task Two_imports_at_once_put_everybody_on_once()
    {
        var results = await Task.WhenAll(ImportAsync(File, ImportMode.Apply), ImportAsync(File, ImportMode.Apply));

        Assert.All(results, r => Assert.IsType<RosterImportResult.Applied>(r));
        Assert.Equal(4, await AssignedAsync());
    }

    [Fact]
    public async Task Only_who_plans_the_roster_imports_and_a_file_that_is_too_large_is_not_read()
    {
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _bridge.Get<ImportRoster>().HandleAsync(Encoding.UTF8.GetBytes(File), _desk, ImportMode.DryRun, _bridge.Ann, Ct));
        Assert.Equal("The file is larger than 1 MB. Split it.", Assert.IsType<RosterImportResult.Unreadable>(await ImportAsync(new string('x', ImportRoster.MaxBytes + 1), ImportMode.Apply)).Reason);
        Assert.Equal("The first line must name the columns, “person” among them.", Assert.IsType<RosterImportResult.Unreadable>(await ImportAsync("who\nann", ImportMode.Apply)).Reason);
        Assert.StartsWith("The file has more than", Assert.IsType<RosterImportResult.Unreadable>(await ImportAsync("person\n" + string.Concat(Enumerable.Repeat("ann\n", 5001)), ImportMode.DryRun)).Reason, StringComparison.Ordinal);
    }

    private Task<RosterImportResult> ImportAsync(string file, ImportMode mode) => _bridge.Get<ImportRoster>().HandleAsync(Encoding.UTF8.GetBytes(file), _desk, mode, _bridge.Sue, Ct);

    private Task<int> AssignedAsync() => _bridge.ReadAsync(db => db.Set<Assignment>().CountAsync(Ct));
}
