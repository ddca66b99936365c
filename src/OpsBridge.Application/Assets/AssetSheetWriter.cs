using CsvHelper;
using OpsBridge.Csv;

namespace OpsBridge.Assets;

/// <summary>Writes assets as CSV that spreadsheets open without running anything and that an import reads back exactly.</summary>
internal sealed class AssetSheetWriter : IAsyncDisposable
{
    // Without a byte order mark spreadsheets take UTF-8 for the local code page. The guard is our own, because an import must undo it exactly.
    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    private readonly CsvWriter _csv;

    private AssetSheetWriter(CsvWriter csv) => _csv = csv;

    /// <summary>Begins with the names of the columns. The stream stays open.</summary>
    public static async Task<AssetSheetWriter> CreateAsync(Stream output, CancellationToken ct)
    {
        var writer = new AssetSheetWriter(CsvWriter.Create(output, s_options, leaveOpen: true));
        await writer._csv.WriteRecordAsync([.. AssetColumns.All], ct);
        return writer;
    }

    /// <summary>Adds one row; what has gathered goes out when the buffer (64 KiB) is full.</summary>
    public async Task WriteAsync(AssetDetails asset, string site, IEnumerable<string> parents, CancellationToken ct)
    {
        string[] cells =
        [
            asset.Name, asset.Kind, site, asset.Criticality.ToString().ToLowerInvariant(), asset.OwnerTeam ?? "",
            AssetCells.OfTags(asset.Tags), AssetCells.OfNames(parents), asset.Notes ?? "", asset.RunbookUrl ?? "",
        ];
        await _csv.WriteRecordAsync(Array.ConvertAll(cells, CsvCells.Guard), ct);
    }

    /// <summary>Writes the rest.</summary>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
