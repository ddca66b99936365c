using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Csv;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetSheetTests
{
    private static readonly Guid s_site = Guid.CreateVersion7();

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+41 44", "'+41 44")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("'=1", "''=1")]
    [InlineData("it's", "it's")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("", "")]
    public void Formulas_are_guarded_and_an_import_undoes_it_exactly(string text, string cell)
    {
        Assert.Equal(cell, CsvCells.Guard(text));
        Assert.Equal(text, CsvCells.Unguard(cell));
    }

    [Fact]
    public void Tags_may_hold_semicolons_equals_signs_and_backslashes()
    {
        var tags = Labels.Of(("a", "x;y=z"), ("b", "\\end\\"), ("c", " padded "));

        Assert.True(AssetCells.TryReadTags(AssetCells.OfTags(tags), out var read, out _));
        Assert.Equal(tags, read);
    }

    [Theory]
    [InlineData("prod", "The tag “prod” is not name=value.")]
    [InlineData("=x", "The tag “=x” is not name=value.")]
    [InlineData("a=1;a=2", "The tag “a” is given twice.")]
    public void A_tag_that_cannot_be_read_says_why(string cell, string reason)
    {
        Assert.False(AssetCells.TryReadTags(cell, out _, out var problem));
        Assert.Equal(reason, problem);
    }

    [Fact]
    public void What_is_exported_and_imported_again_is_unchanged() =>
        Prop.ForAll(s_estates.ToArbitrary(), assets =>
        {
            var estate = new EstateSnapshot(
                new Dictionary<string, Guid>(StringComparer.Ordinal) { ["=Zürich; \"DC\""] = s_site },
                assets.ToDictionary(a => a.Details.Name, StringComparer.Ordinal));
            var plan = ImportPlan.Of(AssetSheet.Read(Export(assets)).Sheet!, estate);
            Assert.All(plan, row => Assert.IsType<ImportVerdict.Unchanged>(row.Verdict));
            Assert.Equal(assets.Length, plan.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_get_a_verdict_and_never_an_exception() =>
        Prop.ForAll(s_bytes.ToArbitrary(), tail =>
        {
            var estate = new EstateSnapshot(new Dictionary<string, Guid>(StringComparer.Ordinal) { ["a"] = s_site }, new Dictionary<string, KnownAsset>(StringComparer.Ordinal));
            byte[] file = [.. "name,kind,site,tags,parents\na,a,a,,\n"u8, .. tail];
            var plan = ImportPlan.Of(AssetSheet.Read(file).Sheet!, estate);
            Assert.IsType<ImportVerdict.Create>(plan[0].Verdict);
            _ = AssetSheet.Read(tail);
        }).QuickCheckThrowOnFailure();

    private static readonly Gen<string> s_text =
        Gen.Elements("a", "B", " ", ",", ";", "\"", "'", "=", "+", "\\", "é", "😀", "\n", "\r\n", "\t", "@", "-", "%").ArrayOf().Select(parts => string.Concat(parts.Take(12)));

    private static readonly Gen<byte[]> s_bytes =
        Gen.Elements<byte>((byte)'a', (byte)',', (byte)';', (byte)'=', (byte)'"', (byte)'\n', (byte)'\r', (byte)'\'', 0, 0xFF, 0xC3, 0xA9, 0xEF).ArrayOf();

    private static readonly Gen<KnownAsset[]> s_estates =
        from count in Gen.Choose(1, 6)
        from texts in s_text.ArrayOf(count * 5)
        select Make(count, texts);

    private static KnownAsset[] Make(int count, string[] texts)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => new KnownAsset(
            ids[i],
            new AssetDetails($"{Line(texts[i * 5])}{i}", $"k{Line(texts[(i * 5) + 1])}", s_site, (Criticality)(i % 4))
            {
                OwnerTeam = Line(texts[(i * 5) + 2]),
                Tags = Labels.Of(("env", Line(texts[(i * 5) + 3])), ("x", texts[(i * 5) + 4].Length > 3 ? ";" : "")),
                Notes = texts[(i * 5) + 4],
                ParentIds = i == 0 ? [] : [ids[i - 1], ids[0]],
            }.Normalized(),
            null))];
    }

    private static string Line(string text) => text.ReplaceLineEndings("").Replace("\t", "", StringComparison.Ordinal);

    private static byte[] Export(KnownAsset[] assets)
    {
        var names = assets.ToDictionary(a => a.Id, a => a.Details.Name);
        var output = new MemoryStream();
        WriteAsync().GetAwaiter().GetResult();
        return output.ToArray();

        async Task WriteAsync()
        {
            await using var sheet = await AssetSheetWriter.CreateAsync(output, CancellationToken.None);
            foreach (var asset in assets)
            {
                await sheet.WriteAsync(asset.Details, "=Zürich; \"DC\"", asset.Details.ParentIds.Select(p => names[p]), CancellationToken.None);
            }
        }
    }
}
