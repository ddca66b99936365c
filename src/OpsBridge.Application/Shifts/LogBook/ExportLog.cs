using System.Globalization;
using CsvHelper;
using OpsBridge.Assets;
using OpsBridge.Csv;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Writes the log book as CSV that spreadsheets open without running anything, newest first, page by page.</summary>
public sealed class ExportLog(ILogBook book)
{
    /// <summary>Names of the columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["at", "entered_at", "late", "origin", "kind", "who", "text", "why", "assets", "alert", "tags", "pinned", "versions", "replies", "files", "owner", "closed_at", "key", "desk"];

    // Without a byte order mark spreadsheets take UTF-8 for the local code page.
    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    /// <summary>Writes the entries that match. The stream stays open.</summary>
    public async Task HandleAsync(LogFilter filter, Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var csv = CsvWriter.Create(output, s_options, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns], ct);
        var desks = (await book.DesksAsync(actor, ct)).ToDictionary(d => d.Id, d => d.Name);
        string? place = null;
        do
        {
            var page = await book.PageAsync(filter, place, PageSize.Max, actor, ct);
            foreach (var row in page.Items)
            {
                await csv.WriteRecordAsync(Array.ConvertAll(Cells(row, row.DeskId is { } desk ? desks.GetValueOrDefault(desk, "") : ""), CsvCells.Guard), ct);
            }

            place = page.Next;
        }
        while (place is not null);
    }

    private static string[] Cells(LogRow row, string desk) =>
    [
        Time(row.At), Time(row.EnteredAt), row.Late ? "late" : "", row.Automatic ? "automatic" : "written", row.Kind?.ToString() ?? row.TimelineKind ?? "", row.Who, row.Text, row.Why ?? "",
        AssetCells.OfNames(row.Assets.Select(a => a.Name)), row.AlertId?.ToString(CultureInfo.InvariantCulture) ?? "", AssetCells.OfNames(row.Tags), row.Pinned ?? "",
        Number(row.Versions), Number(row.Replies), Number(row.Files), row.OwnerName ?? "", Time(row.ClosedAt), row.Key, desk,
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}
