using OpsBridge.Csv;

namespace OpsBridge.Assets;

/// <summary>Reads CSV files of assets.</summary>
internal static class AssetSheet
{
    private static readonly CsvShape s_shape = new(AssetColumns.All, [AssetColumns.Name], ImportAssets.MaxBytes, ImportAssets.MaxRows, "name, kind, site");

    /// <summary>Reads any bytes; a null sheet comes with the reason, in plain words.</summary>
    public static (CsvSheet? Sheet, string Problem) Read(ReadOnlySpan<byte> file) => CsvSheet.Read(file, s_shape);
}
