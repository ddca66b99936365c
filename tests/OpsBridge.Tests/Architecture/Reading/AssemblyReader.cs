using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OpsBridge.Architecture.Reading;

/// <summary>Reads a built assembly and its portable PDB once, without loading it.</summary>
internal sealed class AssemblyReader
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly MetadataReader? _symbols;

    private AssemblyReader(PEReader file, MetadataReader? symbols) =>
        (_file, _reader, _symbols) = (file, file.GetMetadataReader(), symbols);

    public static IReadOnlyList<TypeModel> Read(string path)
    {
        using var file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        file.TryOpenAssociatedPortablePdb(path, p => File.Exists(p) ? new MemoryStream(File.ReadAllBytes(p)) : null, out var symbols, out _);
        using (symbols)
        {
            var assembly = new AssemblyReader(file, symbols?.GetMetadataReader());
            return [.. assembly._reader.TypeDefinitions.Select(assembly.ReadType)];
        }
    }

    private TypeModel ReadType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var names = new Names(_reader);
        var outermost = handle;
        while (_reader.GetTypeDefinition(outermost).GetDeclaringType() is { IsNil: false } outer)
        {
            outermost = outer;
        }

        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        var model = new TypeModel(
            names.Of(handle).Name,
            _reader.GetString(_reader.GetTypeDefinition(outermost).Namespace),
            visibility is TypeAttributes.Public or TypeAttributes.NestedPublic,
            type.BaseType.IsNil ? null : names.Of(type.BaseType))
        {
            Interfaces = [.. type.GetInterfaceImplementations().Select(i => names.Of(_reader.GetInterfaceImplementation(i).Interface))],
            Attributes = ReadAttributes(type.GetCustomAttributes(), names),
            Fields = [.. type.GetFields().Select(f => ReadField(f, names))],
            Methods = [.. type.GetMethods().Select(m => ReadMethod(m, names))],
            Mentions = names.Seen,
        };
        foreach (var constraint in type.GetGenericParameters().SelectMany(p => _reader.GetGenericParameter(p).GetConstraints()))
        {
            names.Of(_reader.GetGenericParameterConstraint(constraint).Type);
        }

        return model;
    }

    private FieldModel ReadField(FieldDefinitionHandle handle, Names names)
    {
        var field = _reader.GetFieldDefinition(handle);
        field.DecodeSignature(names, null);
        ReadAttributes(field.GetCustomAttributes(), names);
        var readOnly = field.Attributes.HasFlag(FieldAttributes.InitOnly) || field.Attributes.HasFlag(FieldAttributes.Literal);
        return new FieldModel(_reader.GetString(field.Name), field.Attributes.HasFlag(FieldAttributes.Static), readOnly, Constant(field));
    }

    private string? Constant(FieldDefinition field)
    {
        if (field.GetDefaultValue() is not { IsNil: false } handle)
        {
            return null;
        }

        var constant = _reader.GetConstant(handle);
        var value = _reader.GetBlobReader(constant.Value);
        return constant.TypeCode == ConstantTypeCode.String ? value.ReadUTF16(value.Length) : null;
    }

    private MethodModel ReadMethod(MethodDefinitionHandle handle, Names names)
    {
        var method = _reader.GetMethodDefinition(handle);
        var signature = method.DecodeSignature(names, null);
        var access = method.Attributes & MethodAttributes.MemberAccessMask;
        return new MethodModel(
            _reader.GetString(method.Name),
            access == MethodAttributes.Public,
            method.Attributes.HasFlag(MethodAttributes.Static),
            signature.ReturnType,
            signature.ParameterTypes)
        {
            Attributes = ReadAttributes(method.GetCustomAttributes(), names),
            Body = method.RelativeVirtualAddress == 0 ? [] : IlReader.Read(_reader, _file.GetMethodBody(method.RelativeVirtualAddress), names),
            Source = Locate(handle),
        };
    }

    private SourceSpan? Locate(MethodDefinitionHandle handle)
    {
        var points = _symbols?.GetMethodDebugInformation(handle.ToDebugInformationHandle()).GetSequencePoints()
            .Where(p => !p.IsHidden && !PathOf(p).EndsWith(".g.cs", StringComparison.Ordinal)) // what generators add to a written method
            .ToList();
        if (points is not { Count: > 0 })
        {
            return null;
        }

        var document = points[0].Document;
        points.RemoveAll(p => p.Document != document);
        var path = PathOf(points[0]);
        var mapped = path.EndsWith(".razor", StringComparison.Ordinal); // ends of statements are not mapped back to markup
        var ranges = points.ConvertAll(p => (First: p.StartLine, Last: mapped ? p.StartLine : p.EndLine));
        return new SourceSpan(
            path,
            ranges.Max(r => r.Last) - ranges.Min(r => r.First) + 1,
            ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1)).Distinct().Count());
    }

    private string PathOf(SequencePoint point) => _symbols!.GetString(_symbols.GetDocument(point.Document).Name);

    private ImmutableArray<AttributeModel> ReadAttributes(CustomAttributeHandleCollection handles, Names names)
    {
        var found = ImmutableArray.CreateBuilder<AttributeModel>();
        foreach (var attribute in handles.Select(_reader.GetCustomAttribute))
        {
            var type = attribute.Constructor.Kind == HandleKind.MemberReference
                ? names.Of(_reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent)
                : names.Of(_reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType());
            var value = attribute.DecodeValue(names);
            found.Add(new AttributeModel(
                type.Name,
                [.. value.FixedArguments.Select(a => $"{a.Value}"), .. value.NamedArguments.Select(a => $"{a.Name}={a.Value}")]));
        }

        return found.ToImmutable();
    }
}
