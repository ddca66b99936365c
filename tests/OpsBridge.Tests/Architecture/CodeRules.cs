using System.Text.RegularExpressions;
using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>Shapes of code that are never right here.</summary>
internal static partial class CodeRules
{
    /// <summary>Longest method, from its first to its last statement, braces included.</summary>
    public const int MaxMethodLines = 40;

    /// <summary>Most parameters of a constructor; records are data and do not count.</summary>
    public const int MaxConstructorParameters = 6;

    private static readonly string[] s_emptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Base"];

    /// <summary>An async void, a lambda included, loses its exception and cannot be awaited.</summary>
    public static IEnumerable<Violation> NoAsyncVoid(IEnumerable<TypeModel> types) =>
        from type in types
        from method in type.Methods
        where method.Returns.Name == "System.Void" && method.Has("System.Runtime.CompilerServices.AsyncStateMachineAttribute")
        select new Violation(type.Outermost, $"{Written(type, method)} is async void; return Task");

    /// <summary>Shared state that tests and pages change behind each other's back.</summary>
    public static IEnumerable<Violation> NoMutableStatics(IEnumerable<TypeModel> types) =>
        from type in types
        where type.IsWritten
        from field in type.Fields
        where field is { IsStatic: true, IsReadOnly: false }
            && (!field.Name.StartsWith('<') || field.Name.EndsWith("k__BackingField", StringComparison.Ordinal))
        select new Violation($"{type.Name}.{field.Name}", "is a static field that can change; make it an instance or readonly");

    /// <summary>Method length by the debug information, so comments above a method cost nothing.</summary>
    public static IEnumerable<Violation> ShortMethods(IEnumerable<TypeModel> types) =>
        from type in types
        from method in type.Methods
        let lines = method.Name == ".ctor" ? method.Source?.Covered : method.Source?.Span
        where lines > MaxMethodLines && method.Name != ".cctor" && !method.Source!.Document.Contains("/obj/", StringComparison.Ordinal)
            && !method.Source.Document.Contains("/Migrations/", StringComparison.Ordinal)
            && !Written(type, method).EndsWith(".BuildRenderTree", StringComparison.Ordinal)
        select new Violation(Written(type, method), $"has {lines} lines; {MaxMethodLines} are allowed");

    public static IEnumerable<Violation> FewConstructorParameters(IEnumerable<TypeModel> types) =>
        from type in types
        where type.IsWritten && !type.IsRecord
        from method in type.Methods
        where method.Name == ".ctor" && method.Parameters.Count > MaxConstructorParameters
        select new Violation(type.Name, $"needs {method.Parameters.Count} things; {MaxConstructorParameters} are allowed: it does too much");

    /// <summary>Words that say nothing about what a type does.</summary>
    public static IEnumerable<Violation> TellingNames(IEnumerable<TypeModel> types) =>
        from type in types
        where type.IsWritten
        from word in Words().Matches(type.ShortName).Select(m => m.Value).Distinct()
        where s_emptyWords.Contains(word)
        select new Violation(type.Name, $"is named \"{word}\"; say what it does");

    /// <summary>The method that a person wrote around a state machine, lambda or local function.</summary>
    private static string Written(TypeModel type, MethodModel method)
    {
        var inner = method.Name == "MoveNext" || method.Name.StartsWith('<') ? Inner().Match($"{type.Name}.{method.Name}") : Match.Empty;
        return $"{type.Outermost}.{(inner.Success ? inner.Groups["name"].Value : method.Name)}";
    }

    [GeneratedRegex("[A-Z][a-z0-9]*|[a-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"<+(?<name>\w[\w.]*)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();
}
