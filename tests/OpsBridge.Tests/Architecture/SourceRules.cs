using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OpsBridge.Architecture;

/// <summary>What can be read off the source files: places, names, sizes, packages.</summary>
internal static partial class SourceRules
{
    private const string PlantedFolder = "tests/OpsBridge.Tests/Architecture/Planted";
    private static readonly string[] s_testOnlyFolders = ["Architecture", "Support", "Journeys"];

    /// <summary>The UI kit is one folder to change.</summary>
    public static IEnumerable<Violation> KitOnlyInUi(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/", StringComparison.Ordinal) && !file.Path.StartsWith("src/OpsBridge.Web/Ui/", StringComparison.Ordinal)
            && !file.Path.EndsWith(".csproj", StringComparison.Ordinal) && file.Text.Contains("Radzen", StringComparison.Ordinal)
        select new Violation(file.Path, "names the UI kit; only src/OpsBridge.Web/Ui may");

    public static IEnumerable<Violation> ShortFiles(IEnumerable<SourceFile> files) =>
        from file in files
        let limit = file.Path == "src/OpsBridge.Web/Program.cs" ? 80
            : file.Path.EndsWith(".razor", StringComparison.Ordinal) ? 150
            : file.Path.EndsWith(".cs", StringComparison.Ordinal) ? 250 : int.MaxValue
        where file.Lines > limit
        select new Violation(file.Path, $"has {file.Lines} lines; {limit} are allowed");

    /// <summary>Kernel is for the few things that every slice shares.</summary>
    public static IEnumerable<Violation> SmallKernel(IEnumerable<SourceFile> files)
    {
        var count = files.Count(f => f.Folder == "src/OpsBridge.Application/Kernel");
        return count > 10 ? [new Violation("src/OpsBridge.Application/Kernel", $"holds {count} files; 10 are allowed")] : [];
    }

    /// <summary>Namespace = OpsBridge + folder, in every project (the simulator adds its own name).</summary>
    public static IEnumerable<Violation> FolderIsNamespace(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && f.Folder != PlantedFolder))
        {
            var folders = file.Folder.Split('/');
            var root = folders[1] == "OpsBridge.Simulator" ? "OpsBridge.Simulator" : "OpsBridge";
            var expected = string.Join('.', folders.Skip(2).Prepend(root));
            var actual = Namespace().Match(file.Text) is { Success: true } match ? match.Groups["name"].Value : null;
            if (actual is not null && actual != expected)
            {
                yield return new Violation(file.Path, $"has namespace {actual}; its folder says {expected}");
            }
        }
    }

    /// <summary>Someone who looks for a type opens the file of that name.</summary>
    public static IEnumerable<Violation> FileNamesAType(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && file.Stem is not ("Program" or "AssemblyInfo" or "GlobalUsings")
            && file.Folder != PlantedFolder
            && !Declaration().Matches(file.Text).Any(m => Names(file.Stem, m.Groups["name"].Value, m.Groups["partial"].Success))
        select new Violation(file.Path, $"declares no type named {file.Stem}");

    /// <summary>One word finds a capability in every project.</summary>
    public static IEnumerable<Violation> TestsMirrorSource(IReadOnlyCollection<SourceFile> files)
    {
        var known = files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(f => f.Path.Split('/'))
            .Where(p => p.Length > 3)
            .Select(p => p[2])
            .Append("Simulator")
            .Concat(s_testOnlyFolders)
            .ToHashSet(StringComparer.Ordinal);
        return files.Select(f => f.Path.Split('/'))
            .Where(p => p[0] == "tests" && p.Length > 3 && p[1].EndsWith(".Tests", StringComparison.Ordinal) && !known.Contains(p[2]))
            .Select(p => $"{p[0]}/{p[1]}/{p[2]}")
            .Distinct()
            .Select(folder => new Violation(folder, "has no folder of that name under src"));
    }

    /// <summary>A version is listed because a project asks for the package or a lock file resolved it.</summary>
    /// <param name="central">Directory.Packages.props.</param>
    /// <param name="users">Project and lock files.</param>
    public static IEnumerable<Violation> NoUnusedPackages(string central, IReadOnlyCollection<string> users) =>
        from version in XDocument.Parse(central).Descendants("PackageVersion")
        let id = (string?)version.Attribute("Include")
        where !users.Any(u => u.Contains($"\"{id}\"", StringComparison.OrdinalIgnoreCase))
        select new Violation(id, "stands in Directory.Packages.props but nothing uses it");

    /// <summary>The type itself, its interface, or a part of it: HotListKeys.cs holds the keys of HotList.</summary>
    private static bool Names(string stem, string type, bool partial) =>
        type == stem || type == "I" + stem || (partial && stem.StartsWith(type, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(?<partial>partial )?(class|record struct|record|struct|interface|enum|delegate \S+) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();
}
