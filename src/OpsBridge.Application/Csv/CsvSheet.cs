namespace OpsBridge.Csv;

/// <summary>One row of a CSV file: its cells by column, or why it cannot be read.</summary>
internal sealed record CsvSheetRow(int Line, IReadOnlyDictionary<string, string> Cells, string? Problem)
{
    /// <summary>The cell, without the guard against formulas; null when the file has no such column.</summary>
    public string? this[string column] => Cells.GetValueOrDefault(column) is { } cell ? CsvCells.Unguard(cell) : null;
}

/// <summary>What a CSV file of some kind may hold.</summary>
/// <param name="Columns">Every column that means something.</param>
/// <param name="Required">The columns without which a file cannot be read.</param>
/// <param name="MaxBytes">The most bytes; whole megabytes.</param>
/// <param name="MaxRows">The most rows below the line that names the columns.</param>
/// <param name="Example">The first columns, as they are named to whoever sends an empty file.</param>
internal sealed record CsvShape(IReadOnlyList<string> Columns, IReadOnlyList<string> Required, int MaxBytes, int MaxRows, string Example);

/// <summary>A CSV file that names its columns, read but not yet judged.</summary>
internal sealed record CsvSheet(IReadOnlyList<CsvSheetRow> Rows, char Delimiter, IReadOnlyList<string> IgnoredColumns)
{
    private static readonly char[] s_delimiters = [',', ';', '\t'];

    /// <summary>Reads any bytes; a null sheet comes with the reason, in plain words.</summary>
    public static (CsvSheet? Sheet, string Problem) Read(ReadOnlySpan<byte> file, CsvShape shape)
    {
        if (file.Length > shape.MaxBytes)
        {
            return (null, $"The file is larger than {shape.MaxBytes / 1024 / 1024} MB. Split it.");
        }

        if (file.StartsWith([(byte)0xFF, (byte)0xFE]) || file.StartsWith([(byte)0xFE, (byte)0xFF]))
        {
            return (null, "The file is UTF-16. Save it as “CSV UTF-8”.");
        }

        var text = CsvText.Decode(file);
        var delimiter = DetectDelimiter(text.Text, shape);
        using var records = new CsvRecords(text.Text, delimiter).Read().GetEnumerator();
        if (!records.MoveNext())
        {
            return (null, $"The file is empty. Its first line must name the columns: {shape.Example} …");
        }

        return ReadHeader(records.Current, shape) switch
        {
            (null, var problem) => (null, problem),
            var (columns, _) => ReadRows(records, columns, text.BrokenLines, delimiter, shape),
        };
    }

    private static (CsvSheet? Sheet, string Problem) ReadRows(
        IEnumerator<CsvRecord> records, string[] columns, IReadOnlySet<int> broken, char delimiter, CsvShape shape)
    {
        var rows = new List<CsvSheetRow>();
        while (records.MoveNext())
        {
            if (rows.Count == shape.MaxRows)
            {
                return (null, $"The file has more than {shape.MaxRows:N0} rows. Split it.");
            }

            rows.Add(ReadRow(records.Current, columns, broken));
        }

        var ignored = columns.Where(c => c.Length > 0 && !shape.Columns.Contains(c)).ToList();
        return rows.Count == 0 ? (null, "The file names its columns but has no rows.") : (new CsvSheet(rows, delimiter, ignored), "");
    }

    private static CsvSheetRow ReadRow(CsvRecord record, string[] columns, IReadOnlySet<int> broken)
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

        return new CsvSheetRow(record.Line, cells, problem);
    }

    private static (string[]? Columns, string Problem) ReadHeader(CsvRecord header, CsvShape shape)
    {
        var columns = header.Cells.Select(ColumnName).ToArray();
        if (header.Problem is not null || shape.Required.Any(r => !columns.Contains(r, StringComparer.Ordinal)))
        {
            return (null, header.Problem ?? $"The first line must name the columns, {string.Join(" and ", shape.Required.Select(r => $"“{r}”"))} among them.");
        }

        var twice = columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? (columns, "") : (null, $"The column “{CsvCells.Excerpt(twice.Key)}” is named twice.");
    }

    private static string ColumnName(string cell) =>
        cell.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static char DetectDelimiter(string text, CsvShape shape)
    {
        var end = text.AsSpan().IndexOfAny('\n', '\r');
        var header = end < 0 ? text : text[..end];
        return s_delimiters.MaxBy(d => header.Split(d).Count(c => shape.Columns.Contains(ColumnName(c.Trim('"')))));
    }
}
