using System.Text;
using Microsoft.Extensions.Options;
using Xunit;

namespace OpsBridge.Jobs.Secrets;

public sealed class JobSecretTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_sealed_opens_with_the_same_key() => Assert.Equal("päss wörd", JobSecret.Create("db", "päss wörd", s_key, "admin1", s_now).Open(new SecretKeyRing([s_key])));

    [Fact]
    public void It_does_not_open_with_another_key() =>
        Assert.Contains("another key", Assert.Throws<SecretKeyException>(() => JobSecret.Create("db", "password", s_key, "admin1", s_now).Open(new SecretKeyRing([new byte[32]]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Moved_to_another_name_it_does_not_open()
    {
        var other = JobSecret.Create("other", "password", s_key, "admin1", s_now);
        typeof(JobSecret).GetProperty(nameof(JobSecret.Sealed))!.SetValue(other, JobSecret.Create("db", "password", s_key, "admin1", s_now).Sealed);

        Assert.Throws<SecretKeyException>(() => other.Open(new SecretKeyRing([s_key])));
    }

    [Fact]
    public void The_same_value_is_sealed_differently_each_time() =>
        Assert.NotEqual(JobSecret.Create("db", "password", s_key, "a", s_now).Sealed, JobSecret.Create("db", "password", s_key, "a", s_now).Sealed);

    [Fact]
    public void The_key_file_is_private_made_once_and_never_made_to_open()
    {
        var folder = Directory.CreateTempSubdirectory("opsbridge-key-").FullName;
        try
        {
            var options = Options.Create(new SecretsOptions { KeyFile = Path.Combine(folder, "secrets.key") });
            Assert.Throws<SecretKeyException>(() => new SecretKey(options).Read(make: false));
            var made = new SecretKey(options).Read(make: true).Current;

            Assert.Equal(made, new SecretKey(options).Read(make: false).Current);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(options.Value.KeyFile!));
                File.SetUnixFileMode(options.Value.KeyFile!, UnixFileMode.UserRead | UnixFileMode.OtherRead);
                Assert.Contains("chmod 600", Assert.Throws<SecretKeyException>(() => new SecretKey(options).Read(make: false)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("s3cr3t/+&%\"x")]
    [InlineData("a-long-token-0123456789")]
    [InlineData("four")]
    public void A_secret_is_taken_out_in_every_form_and_at_every_place_in_base64(string secret)
    {
        var redactor = new Redactor([secret]);
        for (var before = 0; before < 4; before++)
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('u', before) + secret + "tail"));
            Assert.Contains(Redactor.Instead, redactor.Clean(text), StringComparison.Ordinal);
        }

        Assert.Equal($"a {Redactor.Instead} b", redactor.Clean($"a {secret} b"));
        Assert.Equal(Redactor.Instead, redactor.Clean(Uri.EscapeDataString(secret)));
        Assert.Equal("nothing here", redactor.Clean("nothing here"));
    }

    [Fact]
    public void A_key_of_several_lines_is_taken_out_line_by_line() =>
        Assert.Equal(Redactor.Instead, new Redactor(["-----BEGIN KEY-----\nMIIabcdefgh\n-----END KEY-----\n"]).Clean("MIIabcdefgh"));
}
