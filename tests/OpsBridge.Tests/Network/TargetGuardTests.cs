using System.Net;
using Xunit;

namespace OpsBridge.Network;

public sealed class TargetGuardTests
{
    private static readonly ProtectedEndpoint s_database = new([IPAddress.Loopback, IPAddress.Parse("10.1.2.3")], 5432, "the console's own database");

    private readonly TargetGuard _guard = new(allowLoopback: false, [s_database]);

    [Theory]
    [InlineData("169.254.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("febf::1")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("240.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:1:2:3:4:5601:5601")]
    [InlineData("2001:db8::5efe:169.254.169.254")]
    [InlineData("2002:7f00:1::")]
    public void A_forbidden_address_is_refused_in_every_form(string address)
    {
        var verdict = _guard.Judge(IPAddress.Parse(address), 80);
        Assert.False(verdict.Allowed);
        Assert.NotEmpty(verdict.Reason!);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("8.8.8.8")]
    [InlineData("2001:db8::1")]
    [InlineData("fd12::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    public void Inside_and_outside_addresses_are_allowed(string address) => Assert.True(_guard.Judge(IPAddress.Parse(address), 80).Allowed);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::10.1.2.3")]
    public void The_consoles_database_is_refused_even_where_loopback_is_allowed(string address)
    {
        var guard = new TargetGuard(allowLoopback: true, [s_database]);
        Assert.Contains("own database", guard.Judge(IPAddress.Parse(address), 5432).Reason, StringComparison.Ordinal);
        Assert.True(guard.Judge(IPAddress.Parse(address), 5433).Allowed);
    }
}
