using Xunit;

namespace OpsBridge.Architecture;

public sealed class SourceTests
{
    [Fact]
    public void The_UI_kit_is_named_in_Ui_only() => Verdict.Clean("UI kit in Ui", SourceRules.KitOnlyInUi(Codebase.Sources));

    [Fact]
    public void A_page_that_names_the_UI_kit_is_seen() => Assert.Equal(
        "src/OpsBridge.Web/Alerts/AlertsPage.razor",
        Assert.Single(SourceRules.KitOnlyInUi([
            new("src/OpsBridge.Web/Alerts/AlertsPage.razor", "<RadzenButton />"),
            new("src/OpsBridge.Web/Ui/OpsButton.razor", "<RadzenButton />")])).Subject);

    [Fact]
    public void Files_are_short() => Verdict.Clean("file size", SourceRules.ShortFiles(Codebase.Sources));

    [Theory]
    [InlineData("src/OpsBridge.Web/Program.cs", 81)]
    [InlineData("src/OpsBridge.Web/Alerts/AlertsPage.razor", 151)]
    [InlineData("tests/OpsBridge.Tests/Alerts/AlertTests.cs", 251)]
    public void A_file_one_line_too_long_is_seen(string path, int lines)
    {
        Assert.Single(SourceRules.ShortFiles([new(path, string.Concat(Enumerable.Repeat("x\n", lines)))]));
        Assert.Empty(SourceRules.ShortFiles([new(path, string.Concat(Enumerable.Repeat("x\n", lines - 1)))]));
    }

    [Fact]
    public void Kernel_is_small() => Verdict.Clean("small Kernel", SourceRules.SmallKernel(Codebase.Sources));

    [Fact]
    public void An_eleventh_kernel_file_is_seen() => Assert.Single(SourceRules.SmallKernel(
        Enumerable.Range(0, 11).Select(i => new SourceFile($"src/OpsBridge.Application/Kernel/K{i}.cs", string.Empty))));

    [Fact]
    public void Namespaces_follow_folders() => Verdict.Clean("folder = namespace", SourceRules.FolderIsNamespace(Codebase.Sources));

    [Fact]
    public void A_namespace_from_another_folder_is_seen() => Assert.Equal(
        ["src/OpsBridge.Application/Alerts/Alert.cs", "src/OpsBridge.Simulator/Clock.cs"],
        SourceRules.FolderIsNamespace([
            new("src/OpsBridge.Application/Alerts/Alert.cs", "using System;\n\nnamespace OpsBridge.Alarms;\n"),
            new("src/OpsBridge.Simulator/Clock.cs", "namespace OpsBridge;\n"),
            new("src/OpsBridge.Web/Alerts/AlertsPage.razor.cs", "namespace OpsBridge.Alerts;\n")]).Select(v => v.Subject));

    [Fact]
    public void Files_are_named_for_a_type_in_them() => Verdict.Clean("file = type", SourceRules.FileNamesAType(Codebase.Sources));

    [Fact]
    public void A_file_named_for_nothing_in_it_is_seen() => Assert.Equal(
        "src/OpsBridge.Application/Alerts/Alarm .cs",
        Assert.Single(SourceRules.FileNamesAType([
            new("src/OpsBridge.Application/Alerts/Alarm .cs", "public sealed class Alarm;"),
            new("src/OpsBridge.Application/Kernel/Page.cs", "public sealed record Page<T>(T Item);"),
            new("src/OpsBridge.Application/Alerts/AlarmBell.cs", "public sealed partial class Alarm;"),
            new("src/OpsBridge.Web/Alerts/AlertsPage.razor.cs", "public partial class AlertsPage { }")])).Subject);

    [Fact]
    public void Test_folders_mirror_source_folders() => Verdict.Clean("tests mirror source", SourceRules.TestsMirrorSource(Codebase.Sources));

    [Fact]
    public void A_test_folder_with_another_word_is_seen() => Assert.Equal(
        "tests/OpsBridge.Tests/Alarms",
        Assert.Single(SourceRules.TestsMirrorSource([
            new("src/OpsBridge.Application/Alerts/Alert.cs", string.Empty),
            new("tests/OpsBridge.Tests/Alerts/AlertTests.cs", string.Empty),
            new("tests/OpsBridge.Tests/Alarms/AlarmTests.cs", string.Empty)])).Subject);

    [Fact]
    public void Every_package_version_is_used() => Verdict.Clean("packages", SourceRules.NoUnusedPackages(
        Codebase.Read("Directory.Packages.props"),
        [
            Codebase.Read("Directory.Build.props"),
            .. Codebase.Sources.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(f => f.Text),
            .. Codebase.Sources.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(f => Codebase.Read(f.Folder + "/packages.lock.json")),
        ]));

    [Fact]
    public void A_package_version_that_nothing_uses_is_seen() => Assert.Equal(
        "Left.Over",
        Assert.Single(SourceRules.NoUnusedPackages(
            """<Project><ItemGroup><PackageVersion Include="Left.Over" Version="1.0.0" /><PackageVersion Include="Used" Version="1.0.0" /></ItemGroup></Project>""",
            ["""<PackageReference Include="Used" />"""])).Subject);
}
