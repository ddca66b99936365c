using Xunit;

namespace OpsBridge.Rounds;

public sealed class ReadingTextTests
{
    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("12,5", "12.5")]
    [InlineData(" 24 ", "24")]
    [InlineData("\u22124,5", "-4.5")]
    [InlineData("+3", "3")]
    [InlineData("0,125", "0.125")]
    [InlineData("1.234", "1.234")]
    [InlineData("1234,567", "1234.567")]
    [InlineData(".5", "0.5")]
    public void A_number_is_read_as_people_type_it(string typed, string shown)
    {
        var (value, error) = ReadingText.Parse(typed);

        Assert.Null(error);
        Assert.Equal(shown, ReadingText.Show(value!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("1e3")]
    [InlineData("twelve")]
    [InlineData("12,5,6")]
    [InlineData("1.234,5")]
    [InlineData("--4")]
    [InlineData("4-")]
    [InlineData(".")]
    [InlineData("1.2345678")]
    [InlineData("9999999999999")]
    [InlineData("99999999999999999999999999999999999999999999")]
    [InlineData("<script>")]
    [InlineData("12\0")]
    [InlineData("\u0661\u0662")]
    public void What_is_no_finite_number_is_refused_with_words(string? typed) => Assert.NotNull(ReadingText.Parse(typed).Error);

    [Fact]
    public void A_comma_before_three_digits_could_mean_two_things_and_is_asked_about() =>
        Assert.Equal("Is 1,234 more than a thousand? Type 1234 or 1.234.", ReadingText.Parse("1,234").Error);
}
