namespace OpsBridge.Architecture.Reading;

/// <summary>A type as metadata names it: <c>Namespace.Outer/Nested`1</c>, with its arguments when it is generic.</summary>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments)
{
    public TypeName(string name) : this(name, []) { }

    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}<{string.Join(", ", Arguments)}>";
}

/// <summary>An attribute with its fixed and named arguments as text.</summary>
internal sealed record AttributeModel(string Type, IReadOnlyList<string> Arguments);

internal sealed record FieldModel(string Name, bool IsStatic, bool IsReadOnly, string? Constant);

internal enum InstructionKind
{
    Call,
    Text,
}

/// <summary>The two kinds of instruction that rules look at: a method is called or pointed to, a text is loaded.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Type">Declaring type of the called method; empty for a text.</param>
/// <param name="Text">Name of the method, or the text.</param>
internal readonly record struct Instruction(InstructionKind Kind, string Type, string Text)
{
    public bool Calls(string type, string method) => Kind == InstructionKind.Call && Type == type && Text == method;
}

/// <summary>Where the debug information puts a method.</summary>
/// <param name="Document">Path of the source file.</param>
/// <param name="Span">Lines from the first to the last statement.</param>
/// <param name="Covered">Lines that hold a statement: for constructors, whose field initialisers lie all over the file.</param>
internal sealed record SourceSpan(string Document, int Span, int Covered);

internal sealed record MethodModel(string Name, bool IsPublic, bool IsStatic, TypeName Returns, IReadOnlyList<TypeName> Parameters)
{
    public required IReadOnlyList<AttributeModel> Attributes { get; init; }

    public required IReadOnlyList<Instruction> Body { get; init; }

    public SourceSpan? Source { get; init; }

    public bool Has(string attribute) => Attributes.Any(a => a.Type == attribute);
}

internal sealed record TypeModel(string Name, string Namespace, bool IsPublic, TypeName? BaseType)
{
    public required IReadOnlyList<TypeName> Interfaces { get; init; }

    public required IReadOnlyList<AttributeModel> Attributes { get; init; }

    public required IReadOnlyList<FieldModel> Fields { get; init; }

    public required IReadOnlyList<MethodModel> Methods { get; init; }

    /// <summary>Every type that the declaration, a signature or a body names.</summary>
    public required IReadOnlySet<string> Mentions { get; init; }

    /// <summary>The type that a person wrote around closures, state machines and nested types.</summary>
    public string Outermost => Name.Split('/')[0];

    /// <summary>Name without namespace, outer types and arity.</summary>
    public string ShortName => Name.Split('/')[^1].Split('.')[^1].Split('`')[0];

    public bool IsWritten => !Name.Contains('<', StringComparison.Ordinal)
        && !Has("System.CodeDom.Compiler.GeneratedCodeAttribute")
        && !Has("System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    public bool IsRecord => Methods.Any(m => m.Name is "<Clone>$" or "PrintMembers");

    public bool Has(string attribute) => Attributes.Any(a => a.Type == attribute);
}
