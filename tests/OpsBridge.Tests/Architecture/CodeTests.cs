using Xunit;

namespace OpsBridge.Architecture;

public sealed class CodeTests
{
    [Fact]
    public void Nothing_is_async_void() => Verdict.Clean("no async void", CodeRules.NoAsyncVoid(Codebase.Shipped.Concat(Codebase.Tests)));

    [Fact]
    public void An_async_void_method_and_lambda_are_seen() => Assert.Equal(
        ["Planted.Code.BrokenShapes.Forget is async void; return Task", "Planted.Code.BrokenShapes.Later is async void; return Task"],
        CodeRules.NoAsyncVoid(Codebase.Planted("Code")).Select(v => v.Problem).Order());

    [Fact]
    public void No_static_field_can_change() => Verdict.Clean("no mutable static", CodeRules.NoMutableStatics(Codebase.Shipped.Concat(Codebase.Tests)));

    [Fact]
    public void A_static_field_and_a_static_property_that_change_are_seen() => Assert.Equal(
        ["Planted.Code.BrokenShapes.<Shared>k__BackingField", "Planted.Code.BrokenShapes.s_counter"],
        CodeRules.NoMutableStatics(Codebase.Planted("Code")).Select(v => v.Subject).Order());

    [Fact]
    public void Methods_are_short()
    {
        Assert.True(Codebase.Shipped.SelectMany(t => t.Methods).Count(m => m.Source is not null) > 100, "The debug information was not found.");
        Verdict.Clean("method size", CodeRules.ShortMethods(Codebase.Shipped));
    }

    [Fact]
    public void A_long_async_method_is_seen_by_its_written_name() =>
        Assert.Equal("Planted.Code.BrokenShapes.LongAsync", Assert.Single(CodeRules.ShortMethods(Codebase.Planted("Code"))).Subject);

    [Fact]
    public void Constructors_take_few_things() => Verdict.Clean("constructor size", CodeRules.FewConstructorParameters(Codebase.Shipped));

    [Fact]
    public void A_class_that_takes_seven_things_is_seen_and_a_record_is_not() =>
        Assert.Equal("Planted.Code.Greedy", Assert.Single(CodeRules.FewConstructorParameters(Codebase.Planted("Code"))).Subject);

    [Fact]
    public void Type_names_say_something() => Verdict.Clean("telling names", CodeRules.TellingNames(Codebase.Shipped.Concat(Codebase.Tests)));

    [Fact]
    public void A_manager_is_seen_and_a_database_is_not() =>
        Assert.Equal("Planted.Code.ThingManager", Assert.Single(CodeRules.TellingNames(Codebase.Planted("Code"))).Subject);
}
