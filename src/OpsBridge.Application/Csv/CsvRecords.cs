using System.Text;
using System.Text.Unicode;

namespace OpsBridge.Csv;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">Number of the line it begins on, from 1.</param>
/// <param name="LastLine">Number of the line it ends on.</param>
/// <param name="Cells">Its cells; empty when it could not be read.</param>
/// <param name="Problem">Why it could not be read, in plain words.</param>
internal sealed record CsvRecord(int Line, int LastLine, IReadOnlyList<string> Cells, string? Problem);

/// <summary>
/// Reads RFC 4180 records strictly, and finds its feet again after a broken one. General readers take an unclosed quote as
/// a cell that swallows the rest of the file; here the line that opened it is the one that is wrong, and the next line is
/// read as if nothing had been.
/// </summary>
internal sealed class CsvRecords(string text, char delimiter)
{
    /// <summary>The most characters of one quoted cell; bounds the search for its closing quote.</summary>
    public const int MaxCell = 16_000;

    private readonly StringBuilder _cell = new();
    private int _at;
    private int _line = 1;

    /// <summary>The records in order; lines without any text are skipped.</summary>
    public IEnumerable<CsvRecord> Read()
    {
        while (_at < text.Length)
        {
            var record = Next();
            if (record.Problem is not null || record.Cells.Any(c => c.Length > 0))
            {
                yield return record;
            }
        }
    }

    private CsvRecord Next()
    {
        var (start, line) = (_at, _line);
        var cells = new List<string>();
        while (true)
        {
            var problem = _at < text.Length && text[_at] == '"' ? ReadQuoted() : ReadPlain();
            if (problem is not null)
            {
                (_at, _line) = (start, line);
                SkipLine();
                return new CsvRecord(line, line, [], problem);
            }

            cells.Add(_cell.ToString());
            if (_at < text.Length && text[_at] == delimiter)
            {
                _at++;
                continue;
            }

            var last = _line;
            EndLine();
            return new CsvRecord(line, last, cells, null);
        }
    }

    private string? ReadPlain()
    {
        _cell.Clear();
        for (; _at < text.Length && text[_at] != delimiter && text[_at] is not ('\n' or '\r'); _at++)
        {
            if (text[_at] == '"')
            {
                return "A quote stands in the middle of a cell. Put the whole cell in quotes and double the quotes within.";
            }

            _cell.Append(text[_at]);
        }

        return null;
    }

    private string? ReadQuoted()
    {
        _cell.Clear();
        for (_at++; _at < text.Length && _cell.Length <= MaxCell; _at++)
        {
            if (text[_at] != '"')
            {
                CountLine();
                _cell.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                _cell.Append('"');
                _at++;
            }
            else
            {
                _at++;
                return _at == text.Length || text[_at] == delimiter || text[_at] is '\n' or '\r'
                    ? null
                    : "Text follows a closing quote. Double the quotes within a quoted cell.";
            }
        }

        return "A quote is opened and never closed.";
    }

    private void CountLine()
    {
        if (text[_at] == '\n' || (text[_at] == '\r' && !(_at + 1 < text.Length && text[_at + 1] == '\n')))
        {
            _line++;
        }
    }

    private void SkipLine()
    {
        while (_at < text.Length && text[_at] is not ('\n' or '\r'))
        {
            _at++;
        }

        EndLine();
    }

    private void EndLine()
    {
        if (_at < text.Length)
        {
            _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
            _line++;
        }
    }
}

/// <summary>The bytes of a CSV file as text, with the lines that were not UTF-8.</summary>
/// <param name="Text">The text without byte order mark; bytes that are not UTF-8 appear as U+FFFD.</param>
/// <param name="BrokenLines">Numbers (from 1) of lines with bytes that are not UTF-8.</param>
internal sealed record CsvText(string Text, IReadOnlySet<int> BrokenLines)
{
    private static readonly HashSet<int> s_none = [];

    /// <summary>Decodes line by line, so that one broken line harms no other.</summary>
    public static CsvText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (Utf8.IsValid(bytes))
        {
            return new CsvText(Encoding.UTF8.GetString(bytes), s_none);
        }

        var text = new StringBuilder(bytes.Length);
        var broken = new HashSet<int>();
        for (var line = 1; !bytes.IsEmpty; line++)
        {
            var length = LineLength(bytes);
            if (!Utf8.IsValid(bytes[..length]))
            {
                broken.Add(line);
            }

            text.Append(Encoding.UTF8.GetString(bytes[..length]));
            bytes = bytes[length..];
        }

        return new CsvText(text.ToString(), broken);
    }

    private static int LineLength(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            return bytes.Length;
        }

        return bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n' ? end + 2 : end + 1;
    }
}
