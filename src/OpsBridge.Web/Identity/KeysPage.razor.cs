using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Identity;

/// <summary>API keys and wallboard links for admins.</summary>
public sealed partial class KeysPage
{
    private static readonly Segment[] s_lifetimes = [new("30", "30 days"), new("90", "90 days"), new("365", "One year"), new("", "No end")];
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private IReadOnlyList<ApiKeyRow> _keys = [];
    private IReadOnlyList<WallLinkRow> _links = [];
    private IReadOnlyList<string> _grantable = [];
    private bool _makingKey;
    private bool _makingWall;
    private string? _name;
    private string? _days;
    private SecretOnce? _secret;

    /// <summary>Reads keys and links.</summary>
    [Inject] public required IAccessList Access { get; init; }

    /// <summary>What people hold only while on watch.</summary>
    [Inject] public required IWatchRights Rights { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>The verbs.</summary>
    [Inject] public required AccessVerbs Verbs { get; init; }

    /// <summary>Asks before something drastic.</summary>
    [Inject] public required Confirmation Confirm { get; init; }

    /// <summary>Says what happened.</summary>
    [Inject] public required Toasts Toasts { get; init; }

    /// <summary>For links.</summary>
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override string[] Topics => ["api_keys", "wall_links"];

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        if (actor.May(Permissions.ManageKeys)) // rights can go while the page is open; the router then takes it away
        {
            _keys = await Access.KeysAsync(actor, Gone);
            _links = await Access.WallLinksAsync(actor, Gone);
        }
    }

    private async Task OpenKeyAsync()
    {
        _grantable = CreateApiKey.Grantable(await Current.GetAsync());
        _chosen.Clear();
        _errors.Clear();
        (_makingKey, _name, _days) = (true, null, "90");
    }

    private void OpenWall()
    {
        _errors.Clear();
        (_makingWall, _name) = (true, null);
    }

    private void Choose(string permission, bool chosen)
    {
        if (!chosen)
        {
            _chosen.Remove(permission);
        }
        else if (_grantable.Contains(permission, StringComparer.Ordinal))
        {
            _chosen.Add(permission);
        }
    }

    private async Task MakeKeyAsync()
    {
        DateTimeOffset? end = int.TryParse(_days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? Clock.GetUtcNow().AddDays(Math.Min(days, 3650)) : null;
        var result = await Verbs.CreateKey.HandleAsync(new ApiKeyDetails(_name ?? "", [.. _chosen], end), await Current.GetAsync(), Gone);
        _errors.Clear();
        switch (result)
        {
            case CreateApiKeyResult.Done done:
                _makingKey = false;
                _secret?.Show($"API key {_name}", "Send it as \"Authorization: Bearer <key>\". It is not stored and not shown again.", done.Token);
                break;
            case CreateApiKeyResult.Invalid invalid:
                _errors[invalid.Field] = invalid.Reason;
                break;
        }

        await RefreshNowAsync();
    }

    private async Task MakeWallAsync()
    {
        var result = await Verbs.CreateWall.HandleAsync(_name ?? "", await Current.GetAsync(), Gone);
        _errors.Clear();
        switch (result)
        {
            case CreateWallLinkResult.Done done:
                _makingWall = false;
                _secret?.Show(
                    $"Wallboard link {_name}",
                    "Open it once on the screen; it shows alerts, assets and checks and changes nothing. Whoever has the link can look.",
                    $"{Navigation.BaseUri}wall/{done.Secret}");
                break;
            case CreateWallLinkResult.InvalidName invalid:
                _errors["name"] = invalid.Reason;
                break;
        }

        await RefreshNowAsync();
    }

    private async Task RevokeAsync(ApiKeyRow key)
    {
        if (await Confirm.AskAsync(new ConfirmQuestion($"Revoke {key.Name}?", "Revoke", "The program's next request is refused. This cannot be undone.")))
        {
            Say(await Verbs.RevokeKey.HandleAsync(key.Id, await Current.GetAsync(), Gone), key.Name);
            await RefreshNowAsync();
        }
    }

    private async Task RevokeAsync(WallLinkRow link)
    {
        if (await Confirm.AskAsync(new ConfirmQuestion($"Revoke {link.Name}?", "Revoke", "The screens opened with it go dark at once. This cannot be undone.")))
        {
            Say(await Verbs.RevokeWall.HandleAsync(link.Id, await Current.GetAsync(), Gone), link.Name);
            await RefreshNowAsync();
        }
    }

    private void Say(RevokeResult result, string name) =>
        Toasts.Say(result == RevokeResult.Done ? $"{name} is revoked." : $"{name} was revoked before.", result == RevokeResult.Done ? "ok" : "info");
}
