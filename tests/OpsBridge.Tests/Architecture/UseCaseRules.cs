using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>A use case says who acts, can be cancelled, and asks for a permission before anything else happens.</summary>
internal static class UseCaseRules
{
    private const string Actor = "OpsBridge.Identity.Actor";

    public static IEnumerable<Violation> Check(IReadOnlyCollection<TypeModel> types)
    {
        var families = types.ToLookup(t => t.Outermost, StringComparer.Ordinal);
        foreach (var type in types.Where(IsUseCase))
        {
            var family = families[type.Outermost].ToList();
            foreach (var method in type.Methods.Where(m => m.IsPublic && (m.Name == "HandleAsync" || (Takes(m, Actor) && IsTask(m)))))
            {
                if (!Takes(method, Actor))
                {
                    yield return new Violation(type.Name, $"{method.Name} does not say who acts; take an Actor");
                }
                else if (!Demands(family, method, []))
                {
                    yield return new Violation(type.Name, $"{method.Name} demands no permission; begin with actor.Demand(...)");
                }

                if (!Takes(method, "System.Threading.CancellationToken"))
                {
                    yield return new Violation(type.Name, $"{method.Name} cannot be cancelled; take a CancellationToken");
                }
            }
        }
    }

    public static bool IsUseCase(TypeModel type) =>
        type.IsPublic && type.IsWritten && !type.Name.Contains('/', StringComparison.Ordinal)
        && type.Methods.Any(m => m is { IsPublic: true, Name: "HandleAsync" });

    private static bool IsTask(MethodModel method) => method.Returns.Name.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal);

    private static bool Takes(MethodModel method, string type) => method.Parameters.Any(p => p.Name == type);

    /// <summary>Follows calls, lambdas and the async state machine inside the class, and nowhere else.</summary>
    private static bool Demands(List<TypeModel> family, MethodModel method, HashSet<MethodModel> seen)
    {
        if (!seen.Add(method))
        {
            return false;
        }

        if (method.Body.Any(i => i.Calls(Actor, "Demand")))
        {
            return true;
        }

        var machine = method.Attributes.FirstOrDefault(a => a.Type == "System.Runtime.CompilerServices.AsyncStateMachineAttribute")?.Arguments[0];
        var next = method.Body.Where(i => i.Kind == InstructionKind.Call).Select(i => (i.Type, Method: i.Text));
        next = machine is null ? next : next.Append((machine, "MoveNext"));
        return next.Any(call => family.Where(t => t.Name == call.Type)
            .SelectMany(t => t.Methods.Where(m => m.Name == call.Method))
            .Any(m => Demands(family, m, seen)));
    }
}
