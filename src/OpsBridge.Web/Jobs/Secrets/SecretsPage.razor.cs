using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Secrets;

/// <summary>The secrets of jobs: set, replaced, removed, never shown.</summary>
public sealed partial class SecretsPage
{
    private SecretView _view = new([], "", null);
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private string? _name;
    private string? _value;
    private string? _problem;
    private string? _rotating;

    /// <inheritdoc />
    protected override string[] Topics => ["job_secrets", "jobs"];

    [Inject] private ISecretList List { get; set; } = default!;

    [Inject] private ISecretActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task RefreshAsync() => _view = await List.ReadAsync(await Actor.GetAsync(), Gone);

    private string? Wrong(string field) => _errors.GetValueOrDefault(field);

    private void Replace(string name) => (_name, _value) = (name, null);

    private async Task SaveAsync()
    {
        var name = _name?.Trim() ?? "";
        if (_view.Secrets.Any(s => s.Name == name)
            && !await Confirm.AskAsync(new ConfirmQuestion($"Replace {name}?", "Replace", "Jobs use the new value from their next run on; the old one is gone.", [name])))
        {
            return;
        }

        var answer = await Actions.SaveAsync(name, _value ?? "");
        (_errors, _problem) = (answer.Errors, answer.Done || answer.Errors.Count > 0 ? null : answer.Text);
        if (answer.Done)
        {
            (_name, _value) = (null, null);
            Toasts.Say(answer.Text);
            await RefreshNowAsync();
        }
    }

    private async Task RotateAsync()
    {
        var asks = new ConfirmQuestion("Rotate the key?", "Rotate the key", "Where several machines share the database, put the new line of the key file on each of them at once.", []);
        if (_view.Older == 0 && !await Confirm.AskAsync(asks))
        {
            return;
        }

        _rotating = "Sealing…";
        var answer = await Actions.RotateAsync((done, all) => _ = InvokeAsync(() =>
        {
            _rotating = $"Sealed {done} of {all}";
            StateHasChanged();
        }));
        _rotating = null;
        Toasts.Say(answer.Text, answer.Tone);
        await RefreshNowAsync();
    }

    private async Task RemoveAsync(SecretRow secret)
    {
        if (await Confirm.AskAsync(new ConfirmQuestion($"Remove {secret.Name}?", "Remove secret", "It cannot be brought back.", [secret.Name])))
        {
            var answer = await Actions.RemoveAsync(secret.Name);
            Toasts.Say(answer.Text, answer.Tone);
            await RefreshNowAsync();
        }
    }
}
