using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class AccountChangeTests(PostgresServer server) : IAsyncLifetime
{
    private IdentityFixture _it = null!;

    public async ValueTask InitializeAsync() => _it = await IdentityFixture.CreateAsync(server);

    public ValueTask DisposeAsync() => _it.DisposeAsync();

    [Fact]
    public async Task A_new_account_gets_in_with_its_setup_link_once()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        var created = Assert.IsType<CreateAccountResult.Done>(await _it.Get<CreateAccount>().HandleAsync("ann", Role.Operator, admin, IdentityFixture.Ct));
        var choose = _it.Get<ChoosePassword>();

        Assert.IsType<ChoosePasswordResult.Weak>(await choose.WithLinkAsync(created.SetupSecret, "short", IdentityFixture.Ct));
        var done = Assert.IsType<ChoosePasswordResult.Done>(await choose.WithLinkAsync(created.SetupSecret, IdentityFixture.Password, IdentityFixture.Ct));

        Assert.Equal(Role.Operator, (await _it.FindAsync(done.Session))!.Role);
        Assert.IsType<ChoosePasswordResult.Refused>(await choose.WithLinkAsync(created.SetupSecret, "seven grey umbrellas", IdentityFixture.Ct));
        await _it.SignInAsync("ann");
    }

    [Fact]
    public async Task A_setup_link_is_good_for_24_hours()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        var created = Assert.IsType<CreateAccountResult.Done>(await _it.Get<CreateAccount>().HandleAsync("ann", Role.Operator, admin, IdentityFixture.Ct));

        _it.Clock.FastForward(TimeSpan.FromHours(24));

        Assert.IsType<ChoosePasswordResult.Refused>(await _it.Get<ChoosePassword>().WithLinkAsync(created.SetupSecret, IdentityFixture.Password, IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_name_is_given_once_in_any_case_of_its_letters()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);

        Assert.IsType<CreateAccountResult.NameTaken>(await _it.Get<CreateAccount>().HandleAsync("CHIEF", Role.Viewer, admin, IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_role_change_counts_in_sessions_that_are_open()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        var ann = await _it.AddAsync("ann", Role.Operator);
        var session = await _it.SignInAsync("ann");

        Assert.Equal(new ChangeRoleResult.Done(Role.Operator), await _it.Get<ChangeRole>().HandleAsync(ann.Id!.Value, Role.Viewer, admin, IdentityFixture.Ct));

        Assert.Equal(Role.Viewer, (await _it.FindAsync(session))!.Role);
        Assert.Contains("account.role_changed by chief", await _it.TimelineAsync());
    }

    [Fact]
    public async Task Nobody_changes_their_own_role_or_disables_themselves()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        await _it.AddAsync("deputy", Role.Admin);

        Assert.IsType<ChangeRoleResult.OwnAccount>(await _it.Get<ChangeRole>().HandleAsync(admin.Id!.Value, Role.Viewer, admin, IdentityFixture.Ct));
        Assert.IsType<DisableAccountResult.OwnAccount>(await _it.Get<DisableAccount>().HandleAsync(admin.Id!.Value, admin, IdentityFixture.Ct));
        Assert.IsType<ResetPasswordResult.OwnAccount>(await _it.Get<ResetPassword>().HandleAsync(admin.Id!.Value, admin, IdentityFixture.Ct));
    }

    [Fact]
    public async Task Admins_who_disable_each_other_in_a_ring_at_the_same_moment_leave_one()
    {
        var admins = new List<Actor>();
        for (var i = 0; i < 6; i++)
        {
            admins.Add(await _it.AddAsync($"admin{i}", Role.Admin));
        }

        var results = await Task.WhenAll(admins.Select((admin, i) =>
            _it.Get<DisableAccount>().HandleAsync(admins[(i + 1) % admins.Count].Id!.Value, admin, IdentityFixture.Ct)));

        Assert.Equal(5, results.OfType<DisableAccountResult.Done>().Count());
        Assert.Single(results.OfType<DisableAccountResult.LastAdmin>());
    }

    [Fact]
    public async Task The_last_admin_keeps_the_role_whoever_asks()
    {
        var chief = await _it.AddAsync("chief", Role.Admin);
        await _it.Get<CreateAccount>().HandleAsync("never-came", Role.Admin, chief, IdentityFixture.Ct); // an admin, but nobody can sign in as it yet
        var program = Actor.Internal("key:deploy", Permissions.ManageAccounts);

        Assert.IsType<ChangeRoleResult.LastAdmin>(await _it.Get<ChangeRole>().HandleAsync(chief.Id!.Value, Role.Viewer, program, IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_reset_ends_sessions_and_the_old_password_at_once_and_voids_earlier_links()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        var ann = await _it.AddAsync("ann", Role.Operator);
        var session = await _it.SignInAsync("ann");
        var reset = _it.Get<ResetPassword>();

        var first = Assert.IsType<ResetPasswordResult.Done>(await reset.HandleAsync(ann.Id!.Value, admin, IdentityFixture.Ct));
        var second = Assert.IsType<ResetPasswordResult.Done>(await reset.HandleAsync(ann.Id!.Value, admin, IdentityFixture.Ct));

        Assert.Null(await _it.FindAsync(session));
        Assert.IsType<SignInResult.Refused>(await _it.Get<Sessions>().SignInAsync("ann", IdentityFixture.Password, IdentityFixture.Ct));
        Assert.IsType<ChoosePasswordResult.Refused>(await _it.Get<ChoosePassword>().WithLinkAsync(first.SetupSecret, "seven grey umbrellas", IdentityFixture.Ct));
        Assert.IsType<ChoosePasswordResult.Done>(await _it.Get<ChoosePassword>().WithLinkAsync(second.SetupSecret, "seven grey umbrellas", IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_disabled_account_comes_back_with_its_password_but_not_with_its_sessions()
    {
        var admin = await _it.AddAsync("chief", Role.Admin);
        var ann = await _it.AddAsync("ann", Role.Operator);
        var session = await _it.SignInAsync("ann");

        await _it.Get<DisableAccount>().HandleAsync(ann.Id!.Value, admin, IdentityFixture.Ct);
        Assert.Null(await _it.FindAsync(session));
        await _it.Get<EnableAccount>().HandleAsync(ann.Id!.Value, admin, IdentityFixture.Ct);

        Assert.Null(await _it.FindAsync(session));
        await _it.SignInAsync("ann");
    }

    [Fact]
    public async Task An_operator_manages_no_accounts()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);
        var id = ann.Id!.Value;

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<CreateAccount>().HandleAsync("bob", Role.Viewer, ann, IdentityFixture.Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<ChangeRole>().HandleAsync(id, Role.Admin, ann, IdentityFixture.Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<DisableAccount>().HandleAsync(id, ann, IdentityFixture.Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<EnableAccount>().HandleAsync(id, ann, IdentityFixture.Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<ResetPassword>().HandleAsync(id, ann, IdentityFixture.Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<IAccountList>().AllAsync(ann, IdentityFixture.Ct));
    }
}
