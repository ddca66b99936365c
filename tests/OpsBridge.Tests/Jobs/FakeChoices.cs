using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;

namespace OpsBridge.Jobs;

/// <summary>Registered commands and secrets of jobs in memory.</summary>
internal sealed class FakeChoices : ICommandList, ISecretList, ICommandActions, ISecretActions
{
    public List<CommandRow> Commands { get; } = [new("dump", "/usr/local/bin/dump.sh", new string('a', 64), "ann", DateTimeOffset.UnixEpoch, []) { Takes = "--all or a name" }];

    public List<SecretRow> Secrets { get; } = [new("orders-db", "ann", DateTimeOffset.UnixEpoch, true, [])];

    public string? KeyFault { get; set; }

    public List<string> Done { get; } = [];

    public JobAnswer Answer { get; set; } = JobAnswer.Ok("Done.");

    Task<JobAnswer> ICommandActions.RegisterAsync(string name, string path, string? takes) => Do($"register {name} {path} {takes ?? "as before"}");

    Task<JobAnswer> ICommandActions.RemoveAsync(string name) => Do($"remove command {name}");

    Task<JobAnswer> ISecretActions.SaveAsync(string name, string value) => Do($"save {name} {value}");

    Task<JobAnswer> ISecretActions.RotateAsync(Action<int, int> progress)
    {
        progress(1, 2);
        return Do("rotate");
    }

    Task<JobAnswer> ISecretActions.RemoveAsync(string name) => Do($"remove secret {name}");

    Task<IReadOnlyList<CommandRow>> ICommandList.ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        return Task.FromResult<IReadOnlyList<CommandRow>>([.. Commands]);
    }

    Task<IReadOnlyList<CommandChoice>> ICommandList.ChoicesAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return Task.FromResult<IReadOnlyList<CommandChoice>>([.. Commands.Select(c => new CommandChoice(c.Name, c.Path, c.Takes, c.RegisteredBy))]);
    }

    Task<SecretView> ISecretList.ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        return Task.FromResult(new SecretView([.. Secrets], "/var/lib/opsbridge/jobs.key", KeyFault));
    }

    Task<IReadOnlyList<string>> ISecretList.NamesAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return Task.FromResult<IReadOnlyList<string>>([.. Secrets.Select(s => s.Name)]);
    }

    private Task<JobAnswer> Do(string what)
    {
        Done.Add(what);
        return Task.FromResult(Answer);
    }
}
