using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Chantal.Tasks.Tests.Architecture;

/// <summary>
/// An assembly as its file has it: what it references, what it shows to others, and which of its namespaces uses which. Signatures and the bodies
/// of methods count; constants do not, since the compiler leaves only their values.
/// </summary>
internal sealed class AssemblyReader : IDisposable
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value, o => o.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    /// <summary>Opens the assembly that holds a type.</summary>
    public AssemblyReader(Type type)
    {
        _file = new PEReader(File.OpenRead(type.Assembly.Location));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>Names of the assemblies that it was compiled against.</summary>
    public IEnumerable<string> References => _metadata.AssemblyReferences.Select(r => _metadata.GetString(_metadata.GetAssemblyReference(r).Name));

    /// <summary>Full names of the types of other assemblies.</summary>
    public IEnumerable<string> ForeignTypes => _metadata.TypeReferences.Select(_metadata.GetTypeReference).Select(t => $"{_metadata.GetString(t.Namespace)}.{_metadata.GetString(t.Name)}");

    /// <summary>Full names of the public types, sorted.</summary>
    public IEnumerable<string> PublicTypes => _metadata.TypeDefinitions.Select(_metadata.GetTypeDefinition)
        .Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
        .Select(t => $"{_metadata.GetString(t.Namespace)}.{_metadata.GetString(t.Name)}").Order(StringComparer.Ordinal);

    /// <summary>Its namespaces below <c>Chantal</c>.</summary>
    public IEnumerable<string> Namespaces => _metadata.TypeDefinitions.Select(NamespaceOf).Where(IsOurs).Distinct();

    /// <summary>Every use of one namespace by another, with a type on each side as its example.</summary>
    public IEnumerable<Use> Uses => _metadata.TypeDefinitions
        .SelectMany(user => TypesIn(user).Select(used => new Use(NamespaceOf(user), NamespaceOf(used), Name(user), Name(used))))
        .Where(u => u.From != u.To && IsOurs(u.From) && IsOurs(u.To));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // What generators and the compiler add lies elsewhere.
    private static bool IsOurs(string name) => name.StartsWith("Chantal.", StringComparison.Ordinal);

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle type) =>
        _metadata.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;

    private string NamespaceOf(TypeDefinitionHandle type) => _metadata.GetString(_metadata.GetTypeDefinition(Outermost(type)).Namespace);

    private string Name(TypeDefinitionHandle type) => _metadata.GetString(_metadata.GetTypeDefinition(Outermost(type)).Name);

    private HashSet<TypeDefinitionHandle> TypesIn(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var found = new Collector(_metadata);
        found.Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            found.Add(_metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields())
        {
            found.Add(field);
        }

        foreach (var method in type.GetMethods())
        {
            found.Add(method);
            AddBody(_metadata.GetMethodDefinition(method), found);
        }

        foreach (var parameter in type.GetGenericParameters().Concat(type.GetMethods().SelectMany(m => _metadata.GetMethodDefinition(m).GetGenericParameters())))
        {
            foreach (var constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
            {
                found.Add(_metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }

        return found.Types;
    }

    private void AddBody(MethodDefinition method, Collector found)
    {
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            found.Add(region.CatchType);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            switch (Operands[first == 0xFE ? 0xFE00 | code.ReadByte() : first])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    found.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    /// <summary>Gathers the assembly's own types from whatever names them; what it returns for a signature means nothing.</summary>
    private sealed class Collector(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
    {
        public HashSet<TypeDefinitionHandle> Types { get; } = [];

        public void Add(EntityHandle handle)
        {
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition when !handle.IsNil:
                    Types.Add((TypeDefinitionHandle)handle);
                    break;
                case HandleKind.TypeSpecification:
                    metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.FieldDefinition:
                    var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                    Types.Add(field.GetDeclaringType());
                    field.DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                    Types.Add(method.GetDeclaringType());
                    method.DecodeSignature(this, null);
                    break;
                case HandleKind.MethodSpecification:
                    var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(specification.Method);
                    specification.DecodeSignature(this, null);
                    break;
                case HandleKind.MemberReference:
                    Add(metadata.GetMemberReference((MemberReferenceHandle)handle));
                    break;
                default:
                    break;
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Types.Add(handle) ? 1 : 0;

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        private void Add(MemberReference member)
        {
            Add(member.Parent);
            _ = member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(this, null) : member.DecodeMethodSignature(this, null).ReturnType;
        }
    }
}
