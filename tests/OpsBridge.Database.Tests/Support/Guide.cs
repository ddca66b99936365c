namespace OpsBridge.Support;

/// <summary>What docs/integrations.md tells people to copy, so that tests run exactly that.</summary>
internal static class Guide
{
    /// <summary>Stands for the console in the guide.</summary>
    public const string Console = "bridge.example:5080";

    private const string Fence = "```";

    /// <summary>The only block of code under a heading that holds a text.</summary>
    public static string Block(string heading, string holding)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "integrations.md")).ReplaceLineEndings("\n");
        var section = text.Split("\n## ").Single(s => s.StartsWith($"{heading}\n", StringComparison.Ordinal));
        var blocks = section.Split(Fence).Where((_, number) => number % 2 == 1).Select(b => b[(b.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        return blocks.Single(b => b.Contains(holding, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OpsBridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below OpsBridge.sln.");
    }
}
