using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Kinds;

/// <summary>The programs that jobs may run, for the admin who answers for them.</summary>
public sealed partial class CommandsPage
{
    private const int Named = 3;
    private static readonly IReadOnlyDictionary<string, string> s_right = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<CommandRow> _commands = [];
    private IReadOnlyDictionary<string, string> _errors = s_right;
    private string? _name;
    private string? _path;
    private string? _takes;
    private string? _problem;

    /// <inheritdoc />
    protected override string[] Topics => ["job_commands", "jobs"];

    [Inject] private ICommandList List { get; set; } = default!;

    [Inject] private ICommandActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task RefreshAsync() => _commands = await List.ReadAsync(await Actor.GetAsync(), Gone);

    private static string Uses(IReadOnlyList<string> jobs) => jobs.Count switch
    {
        0 => "no job",
        <= Named => string.Join(", ", jobs),
        _ => $"{string.Join(", ", jobs.Take(Named))} and {jobs.Count - Named} more",
    };

    private string? Wrong(string field) => _errors.GetValueOrDefault(field);

    /// <summary>The form registers; the button of a row signs the same path off again, and what was said about its arguments stays.</summary>
    private async Task RegisterAsync(string? typedName, string? typedPath, string? takes)
    {
        var (name, path) = (typedName?.Trim() ?? "", typedPath?.Trim() ?? "");
        if (_commands.Any(c => c.Name == name) && !await Confirm.AskAsync(new ConfirmQuestion($"Sign {name} off again?", "Sign off", "Jobs will run the file as it is now.", [path], Danger: false)))
        {
            return;
        }

        var answer = await Actions.RegisterAsync(name, path, takes);
        if (takes is null && !answer.Done)
        {
            Toasts.Say($"{name} is not signed off: {answer.Errors.Values.FirstOrDefault() ?? answer.Text}", "critical"); // the form says nothing of a row
            return;
        }

        (_errors, _problem) = (answer.Errors, answer.Done || answer.Errors.Count > 0 ? null : answer.Text);
        if (answer.Done)
        {
            Toasts.Say(answer.Text);
            (_name, _path, _takes) = takes is null ? (_name, _path, _takes) : (null, null, null);
            await RefreshNowAsync();
        }
    }

    private async Task RemoveAsync(CommandRow command)
    {
        if (await Confirm.AskAsync(new ConfirmQuestion($"Remove {command.Name}?", "Remove command", "No job can run it any more. The file itself stays.", [command.Path])))
        {
            var answer = await Actions.RemoveAsync(command.Name);
            Toasts.Say(answer.Text, answer.Tone);
            await RefreshNowAsync();
        }
    }
}
