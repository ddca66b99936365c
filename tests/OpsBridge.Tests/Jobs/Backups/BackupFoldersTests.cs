using Microsoft.Extensions.Options;
using OpsBridge.Jobs.Kinds;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class BackupFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("opsbridge-folders-").FullName;
    private readonly BackupFolders _folders;

    public BackupFoldersTests()
    {
        foreach (var folder in (string[])["share", "share-of-others", "data", "files/deep", "files-of-others"])
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        var options = new BackupsOptions();
        options.Folders.Add(Path.Combine(_root, "share"));
        options.Sources.Add(Path.Combine(_root, "files"));
        _folders = new BackupFolders(new JobsFolder(Path.Combine(_root, "data")), Options.Create(options));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("share", true)]
    [InlineData("share/below", true)]
    [InlineData("share-of-others", false)] // begins like an allowed one
    [InlineData("", false)]
    [InlineData("data", false)]
    [InlineData("data/backups", true)]
    public void Copies_go_only_below_folders_that_an_admin_named(string folder, bool allowed)
    {
        string Prepare() => _folders.Prepare(new BackupPolicy { Folder = Path.Combine(_root, folder) }, Guid.CreateVersion7(), "Nightly");

        if (allowed)
        {
            Assert.StartsWith(Path.Combine(_root, folder), Prepare(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("Backups__Folders__0", Assert.Throws<KindFault>(Prepare).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("files", true)]
    [InlineData("files/deep", true)]
    [InlineData("files-of-others", false)]
    [InlineData("data", false)]
    public void Only_folders_that_an_admin_named_are_packed(string folder, bool allowed)
    {
        if (allowed)
        {
            Assert.Equal(Path.Combine(_root, folder), _folders.Source(Path.Combine(_root, folder)));
        }
        else
        {
            Assert.Throws<KindFault>(() => _folders.Source(Path.Combine(_root, folder)));
        }
    }

    [Fact]
    public void A_link_within_an_allowed_folder_that_leads_out_of_it_is_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "files", "out"), Path.Combine(_root, "files-of-others"));

        Assert.Throws<KindFault>(() => _folders.Source(Path.Combine(_root, "files", "out")));
    }

    [Fact]
    public void What_a_killed_restore_left_is_removed_and_a_name_that_is_taken_is_refused()
    {
        var (final, making) = _folders.RestoreTo("back");
        Directory.CreateDirectory(making);
        _folders.RestoreTo("back");
        Assert.False(Directory.Exists(making));
        Directory.CreateDirectory(final);

        Assert.EndsWith("exists already", Assert.Throws<KindFault>(() => _folders.RestoreTo("back")).Message, StringComparison.Ordinal);
    }
}
