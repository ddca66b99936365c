using Xunit;

namespace OpsBridge.Identity;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("violet tractor hums")]
    [InlineData("aaaa bbbb cccc dddd eeee rivet")]
    [InlineData("TTy8-qpl-02-mrx")]
    [InlineData("Пятнадцать вёдер")]
    public void A_long_password_of_unrelated_words_is_good_whatever_characters_it_has(string password) =>
        Assert.Null(PasswordPolicy.Judge(password, "ann"));

    [Theory]
    [InlineData("passwordpassword")]
    [InlineData("Password-2026!")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("qwertyuiop123456")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("opsbridge-admin-1")]
    [InlineData("GlobalMart2026!!")]
    [InlineData("iloveyou iloveyou")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("9876543210987")]
    public void A_password_made_of_what_attackers_try_first_is_refused(string password) =>
        Assert.Contains("try first", PasswordPolicy.Judge(password, "ann"), StringComparison.Ordinal);

    [Fact]
    public void A_password_made_of_the_accounts_own_name_is_refused() =>
        Assert.Contains("try first", PasswordPolicy.Judge("Kowalczyk-kowalczyk1", "kowalczyk"), StringComparison.Ordinal);

    [Theory]
    [InlineData("violet tracto", 13)]
    [InlineData("violet tract", 12)]
    public void Twelve_characters_are_enough(string password, int length)
    {
        Assert.Equal(length, password.Length);
        Assert.Null(PasswordPolicy.Judge(password, "ann"));
    }

    [Fact]
    public void Eleven_characters_are_too_few() =>
        Assert.Contains("at least 12", PasswordPolicy.Judge("violet trac", "ann"), StringComparison.Ordinal);

    [Fact]
    public void Many_characters_of_few_kinds_are_refused() =>
        Assert.Contains("too few", PasswordPolicy.Judge("zvzvzvzvzvzvzvzvxk", "ann"), StringComparison.Ordinal);

    [Fact]
    public void A_password_of_128_characters_is_good_and_one_more_is_refused()
    {
        var longest = string.Concat(Enumerable.Range(0, 16).Select(i => $"vq{(char)('b' + i)}kwmzr"));

        Assert.Null(PasswordPolicy.Judge(longest, "ann"));
        Assert.Contains("at most 128", PasswordPolicy.Judge(longest + "x", "ann"), StringComparison.Ordinal);
    }
}
