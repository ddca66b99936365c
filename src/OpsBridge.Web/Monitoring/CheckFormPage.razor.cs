using Microsoft.AspNetCore.Components;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Monitoring;

/// <summary>A check is made or changed.</summary>
public sealed partial class CheckFormPage : IDisposable
{
    private static readonly Segment[] s_kinds =
        [new("http", "HTTP"), new("tcp", "TCP"), new("ping", "Ping"), new("tls", "Certificate"), new("dns", "DNS"), new("plugin", "Plugin"), new("heartbeat", "Heartbeat")];

    private readonly CancellationTokenSource _gone = new();
    private CheckForm _form = new();
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _assets = [];
    private IReadOnlyList<Segment> _plugins = [];
    private CheckDefinition? _found;
    private ProbeResult? _result;
    private string _title = "New check";
    private string? _url;
    private string? _problem;
    private bool _ready;
    private bool _missing;
    private bool _stale;
    private bool _busy;
    private bool _trying;

    /// <summary>Key of the check; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    /// <summary>Key of the asset that a new check is for.</summary>
    [SupplyParameterFromQuery] public string? Asset { get; set; }

    [Inject] private CheckFormUse Use { get; set; } = default!;

    [Inject] private ICheckDirectory Directory { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    private string Back => _form.AssetId is { Length: > 0 } asset ? $"/assets/{asset}" : "/checks";

    private string TryHint => _form.Kind == "heartbeat" ? "A heartbeat waits for calls; its URL is shown after it has been created." : "Run these settings once and see the raw result; nothing is stored.";

    private IReadOnlyList<string> Metrics => _result?.Metrics.Select(m => m.Name).ToList() is { Count: > 0 } seen ? seen : [ProbeResult.Latency, ProbeResult.CertificateDays];

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Actor.GetAsync();
        _plugins = [.. (await Directory.PluginsAsync(actor, _gone.Token)).Select(p => new Segment(p.Name, p.Name))];
        if (Id is { } id)
        {
            _found = await Directory.FindAsync(id, actor, _gone.Token);
            _missing = _found is null;
            _form = _found is null ? _form : CheckForm.Of(_found);
            _title = _found?.Details.Name ?? "Check";
        }
        else
        {
            _assets = [.. (await Directory.AssetsAsync(actor, _gone.Token)).Select(a => new Segment(a.Id.ToString(), a.Name))];
            _form.AssetId = Guid.TryParse(Asset, out var asset) ? asset.ToString() : null;
        }

        (_ready, _stale, _errors) = (true, false, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private string? Wrong(string field) => _errors.GetValueOrDefault(field);

    private async Task TryAsync()
    {
        var (details, errors) = _form.Read();
        _errors = errors;
        if (errors.Count > 0)
        {
            return;
        }

        (_trying, _result) = (true, null);
        try
        {
            switch (await Use.Try.HandleAsync(details, await Actor.GetAsync(), _gone.Token))
            {
                case RunCheckResult.Done done:
                    _result = done.Result;
                    break;
                case RunCheckResult.Invalid invalid:
                    _errors = invalid.Errors;
                    break;
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return; // the admin left the page
        }
        finally
        {
            _trying = false;
        }
    }

    private async Task SaveAsync()
    {
        var (details, errors) = _form.Read();
        _errors = errors;
        if (errors.Count > 0 || _busy)
        {
            return;
        }

        await GuardAsync(() => Id is { } id ? ChangeAsync(id, details) : CreateAsync(details));
    }

    private async Task CreateAsync(CheckDetails details)
    {
        var asset = Guid.TryParse(_form.AssetId, out var id) ? id : Guid.Empty;
        switch (await Use.Create.HandleAsync(asset, details, await Actor.GetAsync(), _gone.Token))
        {
            case CreateCheckResult.Done { HeartbeatToken: { } token }:
                _url = UrlOf(token);
                break;
            case CreateCheckResult.Done:
                Toasts.Say($"Created {details.Name.Trim()}. Its first result comes within seconds.");
                Navigation.NavigateTo(Back);
                break;
            case CreateCheckResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
        }
    }

    private async Task ChangeAsync(Guid id, CheckDetails details)
    {
        switch (await Use.Change.HandleAsync(id, _found!.Version, details, await Actor.GetAsync(), _gone.Token))
        {
            case ChangeCheckResult.Done:
                Toasts.Say($"Saved {details.Name.Trim()}.");
                Navigation.NavigateTo(Back);
                break;
            case ChangeCheckResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ChangeCheckResult.Stale:
                _stale = true;
                break;
            default:
                _missing = true;
                break;
        }
    }

    private async Task DeleteAsync()
    {
        var question = new ConfirmQuestion(
            $"Delete {_found!.Details.Name}?", "Delete check", "Its history of numbers can no longer be reached, and its open alert clears. This cannot be undone.", [$"{_found.AssetName}: {_found.Details.Name}"]);
        if (await Confirm.AskAsync(question))
        {
            await GuardAsync(async () =>
            {
                await Use.Delete.HandleAsync(Id!.Value, await Actor.GetAsync(), _gone.Token);
                Toasts.Say($"Deleted {_found.Details.Name}.");
                Navigation.NavigateTo(Back);
            });
        }
    }

    private async Task IssueAsync()
    {
        if (await Confirm.AskAsync(new ConfirmQuestion("Issue a new URL?", "Issue a new URL", "The URL that the job calls now stops working at once.", Danger: false)))
        {
            await GuardAsync(async () => _url = await Use.Issue.HandleAsync(Id!.Value, await Actor.GetAsync(), _gone.Token) is IssueHeartbeatUrlResult.Done done ? UrlOf(done.Token) : null);
        }
    }

    private string UrlOf(string token) => $"{Navigation.BaseUri}heartbeat/{token}";

    /// <summary>A database that is away leaves the form as it is, to be sent again.</summary>
    private async Task GuardAsync(Func<Task> work)
    {
        (_busy, _problem) = (true, null);
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            _problem = "The database does not answer, so nothing was stored. Your input is kept; try again shortly.";
        }
        finally
        {
            _busy = false;
        }
    }
}

/// <summary>What the form can do.</summary>
public sealed record CheckFormUse(CreateCheck Create, ChangeCheck Change, DeleteCheck Delete, TryCheck Try, IssueHeartbeatUrl Issue);
