using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.Roster;

namespace OpsBridge.Demo;

/// <summary>
/// Checklists of desk "Main": a facility round through both rooms each hour, the tapes in the middle of each shift, and what is
/// looked at before a shift ends. A checklist of that name that exists already stays as it is.
/// </summary>
public sealed class DemoRounds(IChecklistBook book, SaveChecklist save, ApproveChecklist approve, IDeskList desks, IAssetList assets, TimeProvider clock)
{
    private const string Desk = "Main";
    private const string RoomZ1 = "Zurich, room Z1";
    private const string RoomF2 = "Frankfurt, room F2";
    private const string Vault = "Tape vault";

    /// <summary>Makes them.</summary>
    /// <exception cref="InvalidOperationException">A checklist itself is wrong; the message names it.</exception>
    public async Task LoadAsync(Actor actor, CancellationToken ct)
    {
        if ((await desks.ReadAsync(actor, ct)).FirstOrDefault(d => d.Name == Desk) is not { } desk)
        {
            return;
        }

        var known = (await book.ReadAsync(actor, ct)).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var ids = (await assets.ReadAsync(new AssetFilter(), actor, ct)).Rows.ToDictionary(a => a.Name, a => a.Id, StringComparer.Ordinal);
        foreach (var details in new[] { Facility(desk, ids), Tapes(desk, ids), EndOfShift(desk) }.Where(d => !known.Contains(d.Name)))
        {
            if (await save.HandleAsync(null, 0, details, actor, ct) is not SaveChecklistResult.Done done)
            {
                throw new InvalidOperationException($"The demo's checklist {details.Name} is wrong.");
            }

            await approve.HandleAsync(done.Id, done.Number, actor, ct);
        }
    }

    private ChecklistDetails Facility(DeskRow desk, Dictionary<string, Guid> ids) => new("Facility round", desk.Id, new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0 * * * ?", Zone = desk.Details.Zone })
    {
        Notes = "Through both server rooms. What you read is compared with the limits at once; what is out of them is an alert.",
        OpensBefore = 60,
        Grace = 20,
        Steps =
        [
            Number("Air before the racks", RoomZ1, "°C", new StepLimits(16, 25, 12, 30), ids.GetValueOrDefault("crac-a"), "Thermometer at row 3, at breast height."),
            Choice("Condensate tray", RoomZ1, ids.GetValueOrDefault("crac-a"), new("Dry"), new("Damp", Verdict.Warn), new("Water stands in it", Verdict.Alarm)),
            Number("Load of the UPS", RoomZ1, "%", new StepLimits(null, 80, null, 90), ids.GetValueOrDefault("ups-a"), "Display, second page."),
            Number("Air before the racks", RoomF2, "°C", new StepLimits(16, 25, 12, 30), ids.GetValueOrDefault("crac-b"), "Hands and eyes at Frankfurt read it out to you."),
            Number("Load of the UPS", RoomF2, "%", new StepLimits(null, 80, null, 90), ids.GetValueOrDefault("ups-b"), null),
            Step(StepKind.Tick, "Doors closed, nobody inside without a badge", RoomF2, null, null),
        ],
    };

    private ChecklistDetails Tapes(DeskRow desk, Dictionary<string, Guid> ids) => new("Backup tapes", desk.Id, new RoundSchedule(RoundTiming.ShiftMiddle))
    {
        OpensBefore = 180,
        Grace = 60,
        Steps =
        [
            Step(StepKind.Tick, "Yesterday's tapes are out of the robot", Vault, ids.GetValueOrDefault("backup-agent"), null),
            Step(StepKind.Text, "Numbers of the tapes", Vault, null, "As they stand on the labels."),
            Step(StepKind.Photo, "Sealed case", Vault, null, "The seal's number must be readable."),
            Step(StepKind.Meter, "Hours of the diesel", "Yard", null, "The counter on the panel.") with { Unit = "h", Limits = new StepLimits(null, 2, null, 8) },
        ],
    };

    private ChecklistDetails EndOfShift(DeskRow desk) => new("Before the shift ends", desk.Id, new RoundSchedule(RoundTiming.ShiftEnd) { OffsetMinutes = -30 })
    {
        OpensBefore = 60,
        Grace = 15,
        Steps = [Step(StepKind.Tick, "Desk phones forward to the desk", null, null, null), Step(StepKind.Tick, "Keys counted", null, null, "Seven on the board."), Step(StepKind.Text, "What the next shift should look at first", null, null, null)],
    };

    private ChecklistStep Number(string title, string place, string unit, StepLimits limits, Guid asset, string? help) => Step(StepKind.Number, title, place, asset, help) with { Unit = unit, Limits = limits };

    private ChecklistStep Choice(string title, string place, Guid asset, params StepChoice[] choices) => Step(StepKind.Choice, title, place, asset, null) with { Choices = choices };

    private ChecklistStep Step(StepKind kind, string title, string? place, Guid? asset, string? help) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), kind, title) { Place = place, AssetId = asset == Guid.Empty ? null : asset, Help = help };
}
