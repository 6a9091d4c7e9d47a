using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Dispatcher.Architecture.Tests;

/// <summary>The rooms of a compiled project, its namespaces, and which of them name types of which others: in
/// signatures, attributes, and the code of methods, lambdas and iterators included.</summary>
/// <remarks>Constants and <c>nameof</c> leave no trace in compiled code; a room that needs another for these alone is
/// not seen.</remarks>
internal sealed class Rooms
{
    private readonly ModuleDefinition module;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> uses = new(StringComparer.Ordinal);

    private Rooms(ModuleDefinition module) => this.module = module;

    /// <summary>By room, the rooms it uses, each with an example: <c>Type → Type</c>.</summary>
    public static SortedDictionary<string, SortedDictionary<string, string>> In(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var rooms = new Rooms(module);
        foreach (TypeDefinition type in module.GetTypes())
            rooms.Add(type);
        return rooms.uses;
    }

    /// <summary>The circles: sets of rooms of which each reaches each other.</summary>
    public static List<string[]> Circles(SortedDictionary<string, SortedDictionary<string, string>> uses)
    {
        var reached = uses.Keys.ToDictionary(room => room, room => Reached(room, uses), StringComparer.Ordinal);
        return
        [
            .. uses
                .Keys.Where(room => reached[room].Contains(room))
                .GroupBy(room =>
                    uses.Keys.First(other => reached[room].Contains(other) && reached[other].Contains(room))
                )
                .Select(circle => circle.ToArray()),
        ];
    }

    private static HashSet<string> Reached(string room, SortedDictionary<string, SortedDictionary<string, string>> uses)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(uses[room].Keys);
        while (pending.TryPop(out string? next))
        {
            if (!reached.Add(next) || !uses.TryGetValue(next, out SortedDictionary<string, string>? further))
                continue;
            foreach (string after in further.Keys)
                pending.Push(after);
        }

        return reached;
    }

    private void Add(TypeDefinition type)
    {
        Use(type, type.BaseType);
        foreach (InterfaceImplementation implemented in type.Interfaces)
            Use(type, implemented.InterfaceType);
        AddAttributes(type, type);
        AddConstraints(type, type);
        foreach (FieldDefinition field in type.Fields)
        {
            Use(type, field.FieldType);
            AddAttributes(type, field);
        }

        foreach (PropertyDefinition property in type.Properties)
            AddAttributes(type, property);
        foreach (MethodDefinition method in type.Methods)
            AddMethod(type, method);
    }

    private void AddMethod(TypeDefinition type, MethodDefinition method)
    {
        AddAttributes(type, method);
        AddConstraints(type, method);
        AddSignature(type, method);
        foreach (ParameterDefinition parameter in method.Parameters)
            AddAttributes(type, parameter);
        if (!method.HasBody)
            return;
        foreach (VariableDefinition local in method.Body.Variables)
            Use(type, local.VariableType);
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
            Use(type, handler.CatchType);
        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference named:
                    Use(type, named);
                    break;
                case MethodReference called:
                    Use(type, called.DeclaringType);
                    AddSignature(type, called);
                    if (called is GenericInstanceMethod generic)
                    {
                        foreach (TypeReference argument in generic.GenericArguments)
                            Use(type, argument);
                    }

                    break;
                case FieldReference field:
                    Use(type, field.DeclaringType);
                    Use(type, field.FieldType);
                    break;
            }
        }
    }

    private void AddSignature(TypeDefinition type, MethodReference method)
    {
        Use(type, method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
            Use(type, parameter.ParameterType);
    }

    private void AddAttributes(TypeDefinition type, ICustomAttributeProvider attributed)
    {
        foreach (CustomAttribute attribute in attributed.CustomAttributes)
        {
            Use(type, attribute.AttributeType);
            foreach (CustomAttributeArgument argument in attribute.ConstructorArguments)
                Use(type, argument.Value as TypeReference ?? argument.Type);
        }
    }

    private void AddConstraints(TypeDefinition type, IGenericParameterProvider generic)
    {
        foreach (GenericParameterConstraint constraint in generic.GenericParameters.SelectMany(p => p.Constraints))
            Use(type, constraint.ConstraintType);
    }

    private void Use(TypeDefinition from, TypeReference? to)
    {
        switch (to)
        {
            case null or GenericParameter:
                break;
            case GenericInstanceType generic:
                Use(from, generic.ElementType);
                foreach (TypeReference argument in generic.GenericArguments)
                    Use(from, argument);
                break;
            case FunctionPointerType pointer:
                Use(from, pointer.ReturnType);
                foreach (ParameterDefinition parameter in pointer.Parameters)
                    Use(from, parameter.ParameterType);
                break;
            case TypeSpecification specification:
                Use(from, specification.ElementType);
                break;
            default:
                // A type of another project stands in a reference to that project. What the compiler adds, such as
                // anonymous types, lies beside Program and belongs to no room.
                if (to.Scope != module || IsMadeByCompiler(from) || IsMadeByCompiler(to))
                    break;
                string room = Room(from),
                    used = Room(to);
                if (!uses.TryGetValue(room, out SortedDictionary<string, string>? others))
                    uses.Add(room, others = new SortedDictionary<string, string>(StringComparer.Ordinal));
                if (room != used)
                    others.TryAdd(used, $"{Outermost(from).Name} → {Outermost(to).Name}");
                break;
        }
    }

    private static bool IsMadeByCompiler(TypeReference type) => Outermost(type).Name.StartsWith('<');

    private static string Room(TypeReference type) => Outermost(type).Namespace;

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
