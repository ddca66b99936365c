using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace OpsBridge.Architecture.Reading;

/// <summary>Walks a method body (ECMA-335, partition III): what it calls, what text it loads, what types it names.</summary>
internal static class IlReader
{
    private static readonly FrozenDictionary<short, OperandType> s_operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToFrozenDictionary(o => o.Value, o => o.OperandType);

    public static List<Instruction> Read(MetadataReader reader, MethodBodyBlock body, Names names)
    {
        if (!body.LocalSignature.IsNil)
        {
            reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        }

        foreach (var region in body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Catch))
        {
            names.Of(region.CatchType);
        }

        var found = new List<Instruction>();
        var il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            short code = il.ReadByte();
            if (code == 0xFE)
            {
                code = unchecked((short)(0xFE00 | il.ReadByte()));
            }

            switch (s_operands[code])
            {
                case OperandType.InlineString:
                    found.Add(new Instruction(InstructionKind.Text, string.Empty, Text(reader, il.ReadInt32())));
                    break;
                case OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineField:
                    Token(reader, (EntityHandle)MetadataTokens.Handle(il.ReadInt32()), names, found);
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                default:
                    il.Offset += Size(s_operands[code]);
                    break;
            }
        }

        return found;
    }

    private static string Text(MetadataReader reader, int token) =>
        reader.GetUserString((UserStringHandle)MetadataTokens.Handle(token));

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static void Token(MetadataReader reader, EntityHandle handle, Names names, List<Instruction> found)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                method.DecodeSignature(names, null);
                Call(names.Of(method.GetDeclaringType()), reader.GetString(method.Name));
                break;
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)handle);
                var parent = names.Of(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                {
                    member.DecodeMethodSignature(names, null);
                    Call(parent, reader.GetString(member.Name));
                }
                else
                {
                    member.DecodeFieldSignature(names, null);
                }

                break;
            case HandleKind.MethodSpecification:
                var specification = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(names, null);
                Token(reader, specification.Method, names, found);
                break;
            case HandleKind.FieldDefinition:
                var field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                field.DecodeSignature(names, null);
                names.Of(field.GetDeclaringType());
                break;
            default:
                names.Of(handle);
                break;
        }

        void Call(TypeName type, string name) => found.Add(new Instruction(InstructionKind.Call, type.Name, name));
    }
}
