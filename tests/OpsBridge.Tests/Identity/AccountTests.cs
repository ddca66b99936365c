using Xunit;

namespace OpsBridge.Identity;

public sealed class AccountTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Four_failures_cost_no_waiting()
    {
        var account = Ready();
        for (var i = 0; i < Account.FreeFailures; i++)
        {
            account.FailSignIn(s_noon);
        }

        Assert.True(account.MayTry(s_noon));
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(60, 900)]
    public void From_the_fifth_failure_on_the_wait_doubles_up_to_a_quarter_of_an_hour(int failures, int seconds)
    {
        var account = Ready();
        for (var i = 0; i < failures; i++)
        {
            account.FailSignIn(s_noon);
        }

        Assert.False(account.MayTry(s_noon.AddSeconds(seconds - 1)));
        Assert.True(account.MayTry(s_noon.AddSeconds(seconds)));
    }

    [Fact]
    public void A_success_forgets_failures()
    {
        var account = Ready();
        for (var i = 0; i < 8; i++)
        {
            account.FailSignIn(s_noon);
        }

        account.SucceedSignIn(s_noon.AddHours(1));
        account.FailSignIn(s_noon.AddHours(1));

        Assert.True(account.MayTry(s_noon.AddHours(1)));
    }

    [Fact]
    public void Disabling_ends_sessions_and_happens_once()
    {
        var account = Ready();
        var stamp = account.SecurityStamp;

        Assert.True(account.Disable(s_noon));
        Assert.False(account.Disable(s_noon.AddMinutes(1)));

        Assert.NotEqual(stamp, account.SecurityStamp);
        Assert.Equal(s_noon, account.DisabledAt);
        Assert.False(account.MayTry(s_noon));
    }

    [Fact]
    public void An_account_without_a_password_lets_nobody_in() =>
        Assert.False(Account.Create(AccountName.Parse("ann")!, Role.Viewer, s_noon).MayTry(s_noon));

    [Theory]
    [InlineData("ann", true)]
    [InlineData("Ann.Lee-2_x", true)]
    [InlineData("7up", true)]
    [InlineData("a", false)]
    [InlineData(".ann", false)]
    [InlineData("ann lee", false)]
    [InlineData("аnn", false)] // the first letter is Cyrillic
    [InlineData("ann\n", true)] // surrounding white space is dropped
    [InlineData("ann\nbob", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_name_has_plain_characters_only(string? text, bool good) => Assert.Equal(good, AccountName.Parse(text) is not null);

    [Fact]
    public void A_name_has_at_most_forty_characters()
    {
        Assert.NotNull(AccountName.Parse(new string('a', 40)));
        Assert.Null(AccountName.Parse(new string('a', 41)));
    }

    private static Account Ready()
    {
        var account = Account.Create(AccountName.Parse("ann")!, Role.Operator, s_noon);
        account.SetPassword("hash");
        return account;
    }
}
