using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace OpsBridge.Architecture.Reading;

/// <summary>Turns metadata signatures into names and remembers every type that it met.</summary>
internal sealed class Names(MetadataReader reader) : ISignatureTypeProvider<TypeName, object?>, ICustomAttributeTypeProvider<TypeName>
{
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public TypeName Of(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => new TypeName(string.Empty),
    };

    public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var definition = reader.GetTypeDefinition(handle);
        var outer = definition.GetDeclaringType();
        return Met(outer.IsNil
            ? Join(reader.GetString(definition.Namespace), reader.GetString(definition.Name))
            : $"{GetTypeFromDefinition(reader, outer, 0).Name}/{reader.GetString(definition.Name)}");
    }

    public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var reference = reader.GetTypeReference(handle);
        return Met(reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)reference.ResolutionScope, 0).Name}/{reader.GetString(reference.Name)}"
            : Join(reader.GetString(reference.Namespace), reader.GetString(reference.Name)));
    }

    public TypeName GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeName GetTypeFromSerializedName(string name) => Met(name.Split(',')[0].Replace('+', '/'));

    public TypeName GetGenericInstantiation(TypeName genericType, ImmutableArray<TypeName> typeArguments) =>
        genericType with { Arguments = typeArguments };

    public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) => new("method*", [signature.ReturnType, .. signature.ParameterTypes]);

    public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => new($"System.{typeCode}");

    public TypeName GetSystemType() => new("System.Type");

    public TypeName GetArrayType(TypeName elementType, ArrayShape shape) => new("[,]", [elementType]);

    public TypeName GetSZArrayType(TypeName elementType) => new("[]", [elementType]);

    public TypeName GetByReferenceType(TypeName elementType) => elementType;

    public TypeName GetPointerType(TypeName elementType) => elementType;

    public TypeName GetPinnedType(TypeName elementType) => elementType;

    public TypeName GetModifiedType(TypeName modifier, TypeName unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeName GetGenericMethodParameter(object? genericContext, int index) => new($"!!{index}");

    public TypeName GetGenericTypeParameter(object? genericContext, int index) => new($"!{index}");

    public bool IsSystemType(TypeName type) => type.Name == "System.Type";

    public PrimitiveTypeCode GetUnderlyingEnumType(TypeName type) => PrimitiveTypeCode.Int32;

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private TypeName Met(string name)
    {
        Seen.Add(name);
        return new TypeName(name);
    }
}
