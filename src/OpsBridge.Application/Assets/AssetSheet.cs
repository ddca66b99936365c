namespace OpsBridge.Assets;

/// <summary>One row of an asset file: its cells by column, or why it cannot be read.</summary>
internal sealed record AssetSheetRow(int Line, IReadOnlyDictionary<string, string> Cells, string? Problem)
{
    /// <summary>The cell, without the guard against formulas; null when the file has no such column.</summary>
    public string? this[string column] => Cells.GetValueOrDefault(column) is { } cell ? AssetCells.Unguard(cell) : null;
}

/// <summary>A CSV file of assets, read but not yet judged.</summary>
internal sealed record AssetSheet(IReadOnlyList<AssetSheetRow> Rows, char Delimiter, IReadOnlyList<string> IgnoredColumns)
{
    private static readonly char[] s_delimiters = [',', ';', '\t'];

    /// <summary>Reads any bytes; a null sheet comes with the reason, in plain words.</summary>
    public static (AssetSheet? Sheet, string Problem) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > ImportAssets.MaxBytes)
        {
            return (null, "The file is larger than 10 MB. Split it.");
        }

        if (file.StartsWith([(byte)0xFF, (byte)0xFE]) || file.StartsWith([(byte)0xFE, (byte)0xFF]))
        {
            return (null, "The file is UTF-16. Save it as “CSV UTF-8”.");
        }

        var text = CsvText.Decode(file);
        var delimiter = DetectDelimiter(text.Text);
        using var records = new CsvRecords(text.Text, delimiter).Read().GetEnumerator();
        if (!records.MoveNext())
        {
            return (null, "The file is empty. Its first line must name the columns: name, kind, site …");
        }

        return ReadHeader(records.Current) switch
        {
            (null, var problem) => (null, problem),
            var (columns, _) => ReadRows(records, columns, text.BrokenLines, delimiter),
        };
    }

    private static (AssetSheet? Sheet, string Problem) ReadRows(
        IEnumerator<CsvRecord> records, string[] columns, IReadOnlySet<int> broken, char delimiter)
    {
        var rows = new List<AssetSheetRow>();
        while (records.MoveNext())
        {
            if (rows.Count == ImportAssets.MaxRows)
            {
                return (null, $"The file has more than {ImportAssets.MaxRows:N0} rows. Split it.");
            }

            rows.Add(ReadRow(records.Current, columns, broken));
        }

        var ignored = columns.Where(c => c.Length > 0 && !AssetColumns.All.Contains(c)).ToList();
        return rows.Count == 0 ? (null, "The file names its columns but has no rows.") : (new AssetSheet(rows, delimiter, ignored), "");
    }

    private static AssetSheetRow ReadRow(CsvRecord record, string[] columns, IReadOnlySet<int> broken)
    {
        var problem = record.Problem;
        if (Enumerable.Range(record.Line, record.LastLine - record.Line + 1).Any(broken.Contains))
        {
            problem = "It has bytes that are not UTF-8. Save the file as “CSV UTF-8”.";
        }
        else if (problem is null && record.Cells.Count != columns.Length)
        {
            problem = $"It has {record.Cells.Count} cells, but the first line names {columns.Length} columns.";
        }

        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length && i < record.Cells.Count; i++)
        {
            cells[columns[i]] = record.Cells[i];
        }

        return new AssetSheetRow(record.Line, cells, problem);
    }

    private static (string[]? Columns, string Problem) ReadHeader(CsvRecord header)
    {
        var columns = header.Cells.Select(ColumnName).ToArray();
        if (header.Problem is not null || !columns.Contains(AssetColumns.Name, StringComparer.Ordinal))
        {
            return (null, header.Problem ?? "The first line must name the columns, “name” among them.");
        }

        var twice = columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? (columns, "") : (null, $"The column “{AssetCells.Excerpt(twice.Key)}” is named twice.");
    }

    private static string ColumnName(string cell) =>
        cell.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static char DetectDelimiter(string text)
    {
        var end = text.AsSpan().IndexOfAny('\n', '\r');
        var header = end < 0 ? text : text[..end];
        return s_delimiters.MaxBy(d => header.Split(d).Count(c => AssetColumns.All.Contains(ColumnName(c.Trim('"')))));
    }
}
