using System.Text;
using OpsBridge.Csv;
using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>How lists travel in CSV cells.</summary>
public static class AssetCells
{
    /// <summary>Tags as <c>name=value;name=value</c>.</summary>
    public static string OfTags(Labels tags) => OfNames(tags.Select(t => $"{t.Key}={t.Value}"));

    /// <summary>Names with semicolons between; a backslash protects semicolons, backslashes and blanks at the ends.</summary>
    public static string OfNames(IEnumerable<string> names) => string.Join(';', names.Select(Protect));

    /// <summary>Reads what <see cref="OfNames"/> wrote; empty items are skipped.</summary>
    public static IReadOnlyList<string> ToNames(string cell)
    {
        var names = new List<string>();
        var item = new StringBuilder();
        var kept = 0; // length up to the last character that is not a blank to be trimmed
        for (var i = 0; i <= cell.Length; i++)
        {
            if (i == cell.Length || cell[i] == ';')
            {
                if (kept > 0)
                {
                    names.Add(item.ToString(0, kept));
                }

                item.Clear();
                kept = 0;
            }
            else if (cell[i] == '\\' && i + 1 < cell.Length)
            {
                item.Append(cell[++i]);
                kept = item.Length;
            }
            else if (!char.IsWhiteSpace(cell[i]))
            {
                item.Append(cell[i]);
                kept = item.Length;
            }
            else if (item.Length > 0)
            {
                item.Append(cell[i]);
            }
        }

        return names;
    }

    /// <summary>Reads tags; false with the reason when an item is not <c>name=value</c>.</summary>
    public static bool TryReadTags(string cell, out Labels tags, out string problem)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var item in ToNames(cell))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || pairs.Exists(p => p.Key == item[..equals].Trim()))
            {
                tags = Labels.Empty;
                problem = equals <= 0 ? $"The tag “{CsvCells.Excerpt(item)}” is not name=value." : $"The tag “{item[..equals].Trim()}” is given twice.";
                return false;
            }

            pairs.Add(new(item[..equals].Trim(), item[(equals + 1)..]));
        }

        tags = Labels.From(pairs);
        problem = "";
        return true;
    }

    private static string Protect(string name)
    {
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is ';' or '\\' || (char.IsWhiteSpace(name[i]) && (i == 0 || i == name.Length - 1)))
            {
                text.Append('\\');
            }

            text.Append(name[i]);
        }

        return text.ToString();
    }
}
