using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Demo;

/// <summary>
/// Files of GlobalMart that its jobs work on: invoices to archive, the stores' sales of yesterday to import, and the program
/// that imports them. They lie beside the data folder, because jobs may not pack what lies in it.
/// </summary>
public sealed class DemoFiles(JobsFolder data, TimeProvider clock)
{
    private const int Invoices = 120;
    private const int Receipts = 200;
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Stores whose sales are imported; the last of them has not sent its file.</summary>
    public static IReadOnlyList<string> Stores { get; } = ["0117", "0118", "0131", "0142", "0155", "0173"];

    /// <summary>Where the invoices are.</summary>
    public string InvoiceFolder => Path.Combine(FolderOf(data.Root), "invoices");

    /// <summary>Where the stores' sales are.</summary>
    public string SalesFolder => Path.Combine(FolderOf(data.Root), "sales");

    /// <summary>The program that imports them.</summary>
    public string Importer => Path.Combine(FolderOf(data.Root), "import-sales.sh");

    /// <summary>The folder of all this for a data folder.</summary>
    public static string FolderOf(string dataFolder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)) + "-demo";

    /// <summary>Writes what is not there.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        if (File.Exists(Importer))
        {
            return;
        }

        Directory.CreateDirectory(InvoiceFolder);
        Directory.CreateDirectory(SalesFolder);
        var random = new Random(173); // the same files in every demo
        for (var i = 1; i <= Invoices; i++)
        {
            await WriteAsync(Path.Combine(InvoiceFolder, $"2026-{i:0000}.csv"), "article;pieces;price", 40, random, ct);
        }

        foreach (var store in Stores.SkipLast(1))
        {
            await WriteAsync(Path.Combine(SalesFolder, $"store-{store}.csv"), "receipt;pieces;price", Receipts, random, ct);
        }

        await File.WriteAllTextAsync(
            Importer,
            """
            #!/bin/sh
            # Imports yesterday's sales; a store that has not sent its file stops the import.
            folder=$1; shift
            bad=0
            for store in "$@"; do
              file="$folder/store-$store.csv"
              if [ -r "$file" ]; then
                echo "store $store: $(($(wc -l < "$file") - 1)) receipts"
              else
                echo "store $store: no file $file" >&2
                bad=$((bad + 1))
              fi
            done
            if [ "$bad" -gt 0 ]; then
              echo "$bad of $# stores have not sent their sales; nothing was imported" >&2
              exit 3
            fi
            echo "all $# stores imported"

            """.ReplaceLineEndings("\n"),
            ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Importer, Runnable);
        }
    }

    /// <summary>Adds up the sales of the stores that have sent theirs: the work of the settlement, in words.</summary>
    public async Task<string> SettleAsync(CancellationToken ct)
    {
        var (receipts, sum) = (0, 0m);
        foreach (var file in Directory.EnumerateFiles(SalesFolder, "*.csv"))
        {
            foreach (var cells in (await File.ReadAllLinesAsync(file, ct)).Skip(1).Select(line => line.Split(';')))
            {
                receipts++;
                sum += int.Parse(cells[1], CultureInfo.InvariantCulture) * decimal.Parse(cells[2], CultureInfo.InvariantCulture);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm:ss} UTC: settled {receipts} receipts, CHF {sum:0.00}\n");
    }

    private static Task WriteAsync(string path, string head, int lines, Random random, CancellationToken ct) => File.WriteAllLinesAsync(
        path, [head, .. Enumerable.Range(1, lines).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n};{random.Next(1, 9)};{random.Next(50, 20_000) / 100m:0.00}"))], ct);
}
