using OpsBridge.Jobs.Backups.Repositories;
using OpsBridge.Jobs.Kinds;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class RepositorySettingsTests
{
    private static readonly ResticSettings s_good = new("/srv/repository", "restic", ["/srv/files"], new BackupPolicy());

    [Theory]
    [InlineData("/srv/repository", null, 0)]
    [InlineData("sftp:backup@host-1.example.org:/srv/repository", "host-1.example.org", 22)]
    [InlineData("sftp://backup@host:2222//srv/repository", "host", 2222)]
    [InlineData("rest:https://host:8000/path", "host", 8000)]
    [InlineData("rest:http://[::1]/", "::1", 80)]
    [InlineData("s3:https://minio.example.org/bucket", "minio.example.org", 443)]
    [InlineData("s3:s3.amazonaws.com/bucket/path", "s3.amazonaws.com", 443)]
    [InlineData("b2:bucket:path", null, 0)]
    public void Places_of_restic_are_read(string text, string? host, int port) =>
        Assert.Equal((null, host, port), RepositoryPlace.OfRestic(text) is var place ? (place.Error, place.Host, place.Port) : default);

    [Theory]
    [InlineData("/srv/repository", null, 0)]
    [InlineData("ssh://backup@host/./repository", "host", 22)]
    [InlineData("ssh://host:2222/srv/repository", "host", 2222)]
    public void Places_of_borg_are_read(string text, string? host, int port) =>
        Assert.Equal((null, host, port), RepositoryPlace.OfBorg(text) is var place ? (place.Error, place.Host, place.Port) : default);

    [Theory]
    [InlineData("")]
    [InlineData("repository")]
    [InlineData("/srv/../etc")]
    [InlineData("/srv/a b")]
    [InlineData("-r")]
    [InlineData("rclone:remote:path")]
    [InlineData("sftp:-oProxyCommand=id:/x")]
    [InlineData("sftp:user@-oProxyCommand=id:/x")]
    [InlineData("sftp:-lroot@host:/x")]
    [InlineData("sftp://-oProxyCommand=id/x")]
    [InlineData("rest:https://user:password@host/path")]
    [InlineData("s3:https://key:secret@host/bucket")]
    [InlineData("rest:https://host:99999/path")]
    [InlineData("ssh://-oProxyCommand=id/x")]
    [InlineData("ssh://user:password@host/x")]
    [InlineData("host:/x")]
    [InlineData("b2:")]
    public void Other_places_are_refused_with_a_reason(string text)
    {
        Assert.NotNull(RepositoryPlace.OfRestic(text).Error);
        Assert.NotNull(RepositoryPlace.OfBorg(text).Error);
    }

    [Theory]
    [InlineData("/srv/{hostname}")]
    [InlineData("/srv/repository::archive")]
    public void Words_that_mean_something_to_borg_are_refused(string text) => Assert.NotNull(RepositoryPlace.OfBorg(text).Error);

    [Fact]
    public void Settings_that_can_run_have_no_errors() => Assert.Empty((s_good with { Prefix = "db-1", Variables = [new SecretUse("key", "AWS_ACCESS_KEY_ID", false)] }).Validate());

    [Fact]
    public void Each_wrong_setting_is_told()
    {
        (ResticSettings Settings, string Words)[] wrong =
        [
            (s_good with { Secret = "" }, "repository's password"),
            (s_good with { Folders = [] }, "1 to 100 folders"),
            (s_good with { Folders = ["srv"] }, "no absolute path"),
            (s_good with { Exclude = ["a\nb"] }, "no control characters"),
            (s_good with { Prefix = "a b" }, "the prefix"),
            (s_good with { Prefix = "--tag" }, "the prefix"),
            (s_good with { CheckPercent = 0 }, "percent"),
            (s_good with { RestoreWholeMegabytes = 0 }, "megabytes"),
            (s_good with { Variables = [new SecretUse("x", "LD_PRELOAD", false)] }, "LD_PRELOAD"),
            (s_good with { Variables = [new SecretUse("x", "RESTIC_PASSWORD_COMMAND", false)] }, "object store"),
            (s_good with { Variables = [new SecretUse("x", "BORG_RSH", false)] }, "object store"),
            (s_good with { Variables = [new SecretUse("x", "AWS_A", false), new SecretUse("y", "AWS_A", false)] }, "same variable"),
        ];
        Assert.All(wrong, w => Assert.Contains(w.Words, Assert.Single(w.Settings.Validate()).Words, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_come_back_from_their_stored_form()
    {
        JobSettings settings = new BorgSettings("ssh://b@host/x", "borg", ["/srv"], new BackupPolicy()) { Prefix = "x", Initialise = true };

        var text = System.Text.Json.JsonSerializer.Serialize(settings, JobJson.Options);

        Assert.Equal(text, System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Deserialize<JobSettings>(text, JobJson.Options), JobJson.Options));
        Assert.Contains("\"borg\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("place", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("*.tmp", "/srv/a \\[1]/**/*.tmp", "^srv/a\\ \\[1\\]/(.*/)?[^/]*\\.tmp\\Z")]
    [InlineData("/cache/**", "/srv/a \\[1]/cache/**", "^srv/a\\ \\[1\\]/cache/.*\\Z")]
    [InlineData("[x]", "/srv/a \\[1]/**/\\[x]", "^srv/a\\ \\[1\\]/(.*/)?\\[x]\\Z")]
    public void A_pattern_means_the_same_to_each_program(string glob, string restic, string borg)
    {
        Assert.Equal(restic, ResticProgram.Pattern("/srv/a [1]", glob));
        Assert.Equal(borg, BorgProgram.Pattern("/srv/a [1]", glob));
    }
}
