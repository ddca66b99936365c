using OpsBridge.Identity;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts.Views;

public sealed class SavedViewsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private readonly Actor _bob = Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator);
    private readonly Actor _boss = Actor.InRole(Guid.CreateVersion7(), "Boss", Role.Supervisor);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SavedViews Views => new(database.Contexts);

    [Fact]
    public async Task Ones_own_views_are_seen_by_nobody_else()
    {
        await SaveAsync(_ann, "Mine", SavedViewScope.Personal, "?view=mine");

        Assert.Contains(await Views.ReadAsync(_ann, Ct), v => v is { Name: "Mine", Query: "?view=mine" });
        Assert.DoesNotContain(await Views.ReadAsync(_bob, Ct), v => v.Name == "Mine");
    }

    [Fact]
    public async Task The_same_name_again_changes_the_view_and_another_persons_is_left_alone()
    {
        await SaveAsync(_ann, "Storage", SavedViewScope.Personal, "?q=a");
        await SaveAsync(_bob, "Storage", SavedViewScope.Personal, "?q=b");

        var again = await SaveAsync(_ann, " storage ", SavedViewScope.Personal, "?q=c");

        Assert.True(Assert.IsType<SaveViewResult.Done>(again).Replaced);
        Assert.Equal("?q=c", Assert.Single(await Views.ReadAsync(_ann, Ct), v => v.Name == "storage").Query);
        Assert.Equal("?q=b", Assert.Single(await Views.ReadAsync(_bob, Ct), v => v.Name == "Storage").Query);
    }

    [Fact]
    public async Task There_is_one_default_and_the_one_before_stays_with_the_team()
    {
        await SaveAsync(_boss, "Day", SavedViewScope.ShiftDefault, "?sort=newest");
        await SaveAsync(_boss, "Night", SavedViewScope.ShiftDefault, "?severity=critical");

        var seen = await Views.ReadAsync(_bob, Ct);

        Assert.Equal("Night", Assert.Single(seen, v => v.Scope == SavedViewScope.ShiftDefault).Name);
        Assert.Equal(SavedViewScope.Team, seen.Single(v => v.Name == "Day").Scope);
        Assert.Equal(SavedViewScope.ShiftDefault, seen[0].Scope);
    }

    [Fact]
    public async Task Four_supervisors_at_once_leave_one_default()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SaveAsync(_boss, $"Race {i}", SavedViewScope.ShiftDefault, "")));

        Assert.Single(await Views.ReadAsync(_bob, Ct), v => v.Scope == SavedViewScope.ShiftDefault);
    }

    [Fact]
    public async Task What_everybody_sees_first_is_a_supervisors_choice_and_a_viewer_saves_only_for_himself()
    {
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => SaveAsync(_ann, "x", SavedViewScope.ShiftDefault, ""));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => SaveAsync(viewer, "x", SavedViewScope.Team, ""));
        Assert.IsType<SaveViewResult.Done>(await SaveAsync(viewer, "x", SavedViewScope.Personal, ""));
    }

    [Fact]
    public async Task Deleting_needs_what_saving_needs_and_anothers_own_view_is_not_found()
    {
        var mine = Id(await SaveAsync(_ann, "Gone soon", SavedViewScope.Personal, ""));
        var theirs = Id(await SaveAsync(_boss, "Boss's", SavedViewScope.ShiftDefault, ""));
        var delete = new DeleteView(database.Contexts, TimeProvider.System);

        Assert.Equal(DeleteViewResult.NotFound, await delete.HandleAsync(mine, _bob, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => delete.HandleAsync(theirs, _ann, Ct));
        Assert.Equal(DeleteViewResult.Done, await delete.HandleAsync(mine, _ann, Ct));
        Assert.Equal(DeleteViewResult.NotFound, await delete.HandleAsync(mine, _ann, Ct));
        Assert.Equal(
            ["view.deleted", "view.saved"],
            (await new TimelineReader(database.Contexts).OfSubjectAsync("view", mine.ToString(), 10, _ann, Ct)).Select(e => e.Kind));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("name", "no question mark")]
    [InlineData("name", "https://evil.example")]
    [InlineData("two\nlines", "")]
    public async Task What_is_no_view_is_refused_in_words(string name, string query) =>
        Assert.IsType<SaveViewResult.Invalid>(await SaveAsync(_ann, name, SavedViewScope.Personal, query));

    private static Guid Id(SaveViewResult result) => Assert.IsType<SaveViewResult.Done>(result).Id;

    private Task<SaveViewResult> SaveAsync(Actor actor, string name, SavedViewScope scope, string query) =>
        new SaveView(database.Contexts, TimeProvider.System).HandleAsync(new SavedViewDetails(name, scope, query), actor, Ct);
}
