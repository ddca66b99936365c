using Xunit;

namespace OpsBridge.Architecture;

/// <summary>
/// Lists that other people rely on, compared with an approved text file, so that a change is seen in review.
/// With <c>OPSBRIDGE_APPROVE=1</c> in the environment the files are written anew.
/// </summary>
internal static class Approval
{
    public static void Check(string name, IEnumerable<string> actual)
    {
        var path = Path.Combine(Codebase.Root, "tests", "OpsBridge.Tests", "Architecture", "Approved", name + ".txt");
        var lines = actual.Distinct().Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("OPSBRIDGE_APPROVE") == "1")
        {
            File.WriteAllLines(path, lines);
        }

        var differences = Compare(File.Exists(path) ? File.ReadAllLines(path) : [], lines);
        Assert.True(
            differences.Count == 0,
            $"{name} differ from Approved/{name}.txt. If that is meant, run the tests once with OPSBRIDGE_APPROVE=1:\n{string.Join('\n', differences)}");
    }

    public static IReadOnlyList<string> Compare(IReadOnlyCollection<string> approved, IReadOnlyCollection<string> actual) =>
        [.. actual.Except(approved, StringComparer.Ordinal).Select(l => $"+ {l}"), .. approved.Except(actual, StringComparer.Ordinal).Select(l => $"- {l}")];
}
