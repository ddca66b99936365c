using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Identity;

/// <summary>Accounts for admins: who may sign in, as what, and since when.</summary>
public sealed partial class AccountsPage
{
    private static readonly Segment[] s_roles = [.. Enum.GetNames<Role>().Select(role => new Segment(role, role))];
    private IReadOnlyList<AccountRow> _rows = [];
    private Guid? _me;
    private bool _creating;
    private string? _name;
    private string? _nameError;
    private string? _role;
    private SecretOnce? _secret;

    /// <summary>Reads accounts.</summary>
    [Inject] public required IAccountList Accounts { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>The verbs.</summary>
    [Inject] public required AccountVerbs Verbs { get; init; }

    /// <summary>Asks before something drastic.</summary>
    [Inject] public required Confirmation Confirm { get; init; }

    /// <summary>Says what happened.</summary>
    [Inject] public required Toasts Toasts { get; init; }

    /// <summary>For links.</summary>
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override string[] Topics => ["accounts", "sessions"];

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        if (actor.May(Permissions.ManageAccounts)) // rights can go while the page is open; the router then takes it away
        {
            _me = actor.Id;
            _rows = await Accounts.AllAsync(actor, Gone);
        }
    }

    private void OpenCreate() => (_creating, _name, _nameError, _role) = (true, null, null, nameof(Role.Operator));

    private async Task CreateAsync()
    {
        var role = Enum.TryParse<Role>(_role, out var chosen) ? chosen : Role.Viewer;
        switch (await Verbs.Create.HandleAsync(_name ?? "", role, await Current.GetAsync(), Gone))
        {
            case CreateAccountResult.Done done:
                _creating = false;
                ShowLink(_name!.Trim(), done.SetupSecret);
                break;
            case CreateAccountResult.InvalidName invalid: _nameError = invalid.Reason; break;
            case CreateAccountResult.NameTaken: _nameError = "There is an account of this name. Names are never given twice."; break;
        }

        await RefreshNowAsync();
    }

    private async Task ChangeRoleAsync(AccountRow row, string? value)
    {
        if (Enum.TryParse<Role>(value, out var role) && role != row.Role)
        {
            var question = new ConfirmQuestion($"Make {row.Name} {role}?", $"Make {role}", "It counts at once, on every page they have open.", Danger: role == Role.Admin);
            Say(await Confirm.AskAsync(question) ? await Verbs.ChangeRole.HandleAsync(row.Id, role, await Current.GetAsync(), Gone) : null, row, role);
        }

        _rows = [.. _rows]; // the select must show the role that holds
        await RefreshNowAsync();
    }

    private void Say(ChangeRoleResult? result, AccountRow row, Role role)
    {
        switch (result)
        {
            case ChangeRoleResult.Done: Toasts.Say($"{row.Name} is {role} now."); break;
            case ChangeRoleResult.OwnAccount: Toasts.Say("Nobody changes their own role.", "warning"); break;
            case ChangeRoleResult.LastAdmin: Toasts.Say("One admin must remain.", "warning"); break;
            case ChangeRoleResult.NotFound: Toasts.Say("This account is gone.", "warning"); break;
        }
    }

    private async Task ResetAsync(AccountRow row)
    {
        var question = new ConfirmQuestion(
            $"New setup link for {row.Name}?", "Make the link", "Their present password stops working and every browser is signed out at once.");
        if (!await Confirm.AskAsync(question))
        {
            return;
        }

        switch (await Verbs.Reset.HandleAsync(row.Id, await Current.GetAsync(), Gone))
        {
            case ResetPasswordResult.Done done: ShowLink(row.Name, done.SetupSecret); break;
            case ResetPasswordResult.Disabled: Toasts.Say("Enable the account first.", "warning"); break;
            case ResetPasswordResult.OwnAccount: Toasts.Say("Change your own password on its page.", "warning"); break;
            default: Toasts.Say("This account is gone.", "warning"); break;
        }

        await RefreshNowAsync();
    }

    private async Task SignOutAsync(AccountRow row)
    {
        await Verbs.EndSessions.HandleAsync(row.Id, await Current.GetAsync(), Gone);
        Toasts.Say($"{row.Name} is signed out everywhere.");
        await RefreshNowAsync();
    }

    private async Task DisableAsync(AccountRow row)
    {
        if (!await Confirm.AskAsync(new ConfirmQuestion($"Disable {row.Name}?", "Disable", "They are signed out at once and cannot come back until enabled.")))
        {
            return;
        }

        switch (await Verbs.Disable.HandleAsync(row.Id, await Current.GetAsync(), Gone))
        {
            case DisableAccountResult.Done: Toasts.Say($"{row.Name} is disabled."); break;
            case DisableAccountResult.LastAdmin: Toasts.Say("One admin must remain.", "warning"); break;
            case DisableAccountResult.OwnAccount: Toasts.Say("Nobody disables themselves.", "warning"); break;
        }

        await RefreshNowAsync();
    }

    private async Task EnableAsync(AccountRow row)
    {
        await Verbs.Enable.HandleAsync(row.Id, await Current.GetAsync(), Gone);
        Toasts.Say($"{row.Name} may sign in again.");
        await RefreshNowAsync();
    }

    private void ShowLink(string name, string secret) => _secret?.Show(
        $"Setup link for {name}",
        "Give it to them in person or by a channel you trust. It works once, for 24 hours, and is not shown again.",
        $"{Navigation.BaseUri}setup#{secret}");
}
