using Xunit;

namespace OpsBridge.Support;

/// <summary>
/// Programs of this machine that tests start; nothing is downloaded. Without one the tests that need it are skipped, except where
/// the environment variable CI is set: there they fail.
/// </summary>
public static class InstalledProgram
{
    /// <summary>Its path. Skips the running test, or fails it under CI, when none of the names is on the PATH.</summary>
    /// <param name="what">What people call it.</param>
    /// <param name="package">The Debian package that brings it.</param>
    /// <param name="names">File names; the first one that is found counts.</param>
    public static string Demand(string what, string package, params IReadOnlyList<string> names)
    {
        if (Find(names) is { } path)
        {
            return path;
        }

        var reason = $"No {what} on the PATH (looked for {string.Join(", ", names)}); on Debian: apt install {package}";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        return "";
    }

    /// <summary>The first of the names that stands in a folder of the PATH; null for none.</summary>
    public static string? Find(IReadOnlyList<string> names) => (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        from name in names
        let path = Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();
}
