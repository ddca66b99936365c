using System.Globalization;
using CsvHelper;
using OpsBridge.Csv;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Staffing;

/// <summary>Writes roster against actual as CSV that spreadsheets open without running anything.</summary>
public sealed class ExportStaff(IStaffBoard board)
{
    // Without a byte order mark spreadsheets take UTF-8 for the local code page.
    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    /// <summary>Writes the shifts of the last 7 days. The stream stays open.</summary>
    public async Task HandleAsync(Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        await using var csv = CsvWriter.Create(output, s_options, leaveOpen: true);
        await csv.WriteRecordAsync(["desk", "shift", "starts_at", "ends_at", "planned", "stood", "late_minutes", "difference"], ct);
        foreach (var row in (await board.ReadAsync(actor, ct)).Shifts)
        {
            string[] cells =
            [
                row.DeskName, row.Name, Time(row.StartsAt), Time(row.EndsAt), string.Join("; ", row.Planned), string.Join("; ", row.Stood),
                row.LateBy is { } late ? ((int)late.TotalMinutes).ToString(CultureInfo.InvariantCulture) : "", row.Difference,
            ];
            await csv.WriteRecordAsync(Array.ConvertAll(cells, CsvCells.Guard), ct);
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
