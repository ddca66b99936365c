using System.Text.Json;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class ProbeSettingsTests
{
    public static TheoryData<ProbeSettings> Good =>
    [
        new PingSettings("10.0.0.1"),
        new PingSettings("::1"),
        new TcpSettings("db-1.example.com", 5432, "ready"),
        new HttpSettings("https://shop.example.com:8443/health?x=1", "HEAD", "200-299,401", FollowRedirects: true),
        new HttpSettings("http://[2001:db8::1]/", Keyword: "OK @ home"),
        new TlsSettings("10.0.0.1", 443, "shop.example.com"),
        new DnsSettings("_ldap._tcp.example.com", DnsRecordType.TXT, "10.0.0.2"),
        new DnsSettings("10.0.0.1", DnsRecordType.PTR),
        new PluginSettings("check_disk", ["-w", "10%", "-H", "a b"]),
        new HeartbeatSettings(TimeSpan.FromMinutes(5)),
    ];

    public static TheoryData<ProbeSettings> Bad =>
    [
        new PingSettings(""),
        new PingSettings("127.1"),
        new PingSettings("2130706433"),
        new PingSettings("a..b"),
        new PingSettings("-x.example.com"),
        new PingSettings("host name"),
        new PingSettings("1.2.3.400"),
        new PingSettings("[::1]"),
        new PingSettings(new string('a', 300)),
        new TcpSettings("host", 0),
        new TcpSettings("host", 65536),
        new TcpSettings("host", 25, ""),
        new HttpSettings("shop.example.com"),
        new HttpSettings("file:///etc/passwd"),
        new HttpSettings("gopher://host/"),
        new HttpSettings("http://user:secret@host/"),
        new HttpSettings("http://@host/"),
        new HttpSettings("http://host/a b"),
        new HttpSettings("http://host/\r\nX: y"),
        new HttpSettings("http://host/", "DELETE"),
        new HttpSettings("http://host/", ExpectedStatus: "2xx"),
        new HttpSettings("http://host/", ExpectedStatus: "299-200"),
        new HttpSettings("http://host/", ExpectedStatus: "99"),
        new HttpSettings("http://host/", "HEAD", Keyword: "x"),
        new DnsSettings("10.0.0.1"),
        new DnsSettings("example.com", Server: "dns.example.com"),
        new DnsSettings("example.com", (DnsRecordType)99),
        new PluginSettings("../check", []),
        new PluginSettings("check", ["a\nb"]),
        new PluginSettings("check", ["a\0b"]),
        new PluginSettings("check", [new string('a', 1025)]),
        new HeartbeatSettings(TimeSpan.Zero),
        new HeartbeatSettings(TimeSpan.FromDays(365)),
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void Sound_settings_have_no_errors_and_survive_JSON(ProbeSettings settings)
    {
        Assert.Empty(settings.Validate());
        var json = JsonSerializer.Serialize(settings);
        Assert.Contains($"\"kind\":\"{settings.Kind}\"", json, StringComparison.Ordinal);
        Assert.Equal(settings, JsonSerializer.Deserialize<ProbeSettings>(json));
        Assert.NotEmpty(settings.Describe());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Impossible_settings_are_refused_in_words(ProbeSettings settings) => Assert.NotEmpty(settings.Validate());

    [Fact]
    public void An_address_becomes_its_reverse_name()
    {
        Assert.Equal("1.0.0.10.in-addr.arpa", new DnsSettings("10.0.0.1", DnsRecordType.PTR).QuestionName());
        Assert.EndsWith("8.b.d.0.1.0.0.2.ip6.arpa", new DnsSettings("2001:db8::1", DnsRecordType.PTR).QuestionName(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check_disk", "/usr/lib/nagios/plugins/check_disk", null, true)]
    [InlineData("check_disk", "check_disk", null, false)]
    [InlineData("check_disk", "/a/../b", null, false)]
    [InlineData("check disk", "/a", null, false)]
    [InlineData("check_disk", "/a", "12", false)]
    public void A_plugin_is_registered_by_an_absolute_path(string name, string path, string? hash, bool good) =>
        Assert.Equal(good, new RegisteredPlugin(name, path, hash).Validate().Count == 0);
}
