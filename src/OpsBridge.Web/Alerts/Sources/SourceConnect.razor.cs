using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Sources;

/// <summary>The keys of a source and what to paste where.</summary>
public sealed partial class SourceConnect
{
    private string _overlap = "86400";
    private bool _copied;

    /// <summary>The source.</summary>
    [Parameter, EditorRequired] public SourceRow Row { get; set; } = default!;

    /// <summary>A key that was made on this page; null when there is none, or its page was left.</summary>
    [Parameter] public string? Token { get; set; }

    /// <summary>Called with a new key.</summary>
    [Parameter] public EventCallback<string> OnToken { get; set; }

    /// <summary>What to paste.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<Snippet> Snippets { get; set; } = [];

    /// <summary>The verbs.</summary>
    [Inject] public required SourceVerbs Verbs { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>Asks and tells.</summary>
    [Inject] public required Assets.FormVoice Voice { get; init; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Clock { get; init; }

    /// <summary>Copies.</summary>
    [Inject] public required BrowserScripts Scripts { get; init; }

    private bool Good(ApiKeyRow key) => key.RevokedAt is null && !(key.ExpiresAt <= Clock.GetUtcNow());

    private async Task CopyAsync() => _copied = await Scripts.AskAsync<bool>("secret", "copy", "source-token");

    private async Task RotateAsync()
    {
        var seconds = int.TryParse(_overlap, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        switch (await Verbs.Rotate.HandleAsync(Row.Id, TimeSpan.FromSeconds(seconds), await Current.GetAsync(), CancellationToken.None))
        {
            case RotateSourceKeyResult.Done done:
                _copied = false;
                Voice.Toasts.Say(seconds == 0 ? "The new key is here. The old ones open nothing any more." : "The new key is here. The old ones stay good until the sender is changed over.");
                await OnToken.InvokeAsync(done.Key.Token);
                break;
            case RotateSourceKeyResult.Refused refused:
                Voice.Toasts.Say(refused.Reason, "critical");
                break;
        }
    }

    private async Task RevokeAsync(ApiKeyRow key)
    {
        if (await Voice.Confirm.AskAsync(new ConfirmQuestion($"Revoke {key.Prefix}…?", "Revoke", "What is sent with it is refused from now on. This cannot be undone.")))
        {
            await Verbs.Revoke.HandleAsync(Row.Id, key.Id, await Current.GetAsync(), CancellationToken.None);
            Voice.Toasts.Say($"{key.Prefix}… is revoked.");
        }
    }
}
