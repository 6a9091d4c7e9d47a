using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>What an instruction does.</summary>
internal enum Operation : byte
{
    /// <summary>The whole value has matched.</summary>
    Accept,

    /// <summary>Consumes one character out of a set and goes on at <see cref="Instruction.Next"/>.</summary>
    Take,

    /// <summary>Goes on at <see cref="Instruction.Next"/>, or, with lower priority, at
    /// <see cref="Instruction.Other"/>.</summary>
    Fork,

    /// <summary>Notes the place in slot <see cref="Instruction.Other"/> and goes on.</summary>
    Mark,
}

/// <summary>One instruction.</summary>
internal readonly record struct Instruction(Operation Operation, CharSet? Set, int Next, int Other);

/// <summary>A pattern as instructions with priorities and marks: what captures are found with.</summary>
internal sealed class PatternProgram
{
    private readonly List<Instruction> code = [];
    private readonly Dictionary<GroupNode, int> slots = new(ReferenceEqualityComparer.Instance);

    private PatternProgram(PatternNode root)
    {
        int unnamed = Number(root, named: false, 0);
        GroupCount = Number(root, named: true, unnamed);
        code.Add(new Instruction(Operation.Accept, null, 0, 0));
        Start = Add(root, 0);
        Code = [.. code];
    }

    /// <summary>The instructions; the first one accepts.</summary>
    public Instruction[] Code { get; }

    /// <summary>Where it begins.</summary>
    public int Start { get; }

    /// <summary>How many groups capture; group g is marked in slots 2g and 2g + 1.</summary>
    public int GroupCount { get; }

    public static PatternProgram Of(PatternNode root) => new(root);

    // .NET numbers the unnamed groups first, then the named ones, each in the order of their brackets.
    private int Number(PatternNode node, bool named, int next)
    {
        switch (node)
        {
            case GroupNode group:
                if (group.Name is not null == named)
                    slots[group] = next++;
                return Number(group.Body, named, next);
            case SequenceNode sequence:
                return sequence.Items.Aggregate(next, (count, item) => Number(item, named, count));
            case ChoiceNode choice:
                return choice.Branches.Aggregate(next, (count, branch) => Number(branch, named, count));
            case RepeatNode repeat:
                return Number(repeat.Body, named, next);
            default:
                return next;
        }
    }

    private int Add(PatternNode node, int then)
    {
        switch (node)
        {
            case CharsNode chars:
                return Emit(new Instruction(Operation.Take, chars.Set, then, 0));
            case SequenceNode sequence:
                for (int i = sequence.Items.Length - 1; i >= 0; i--)
                    then = Add(sequence.Items[i], then);
                return then;
            case ChoiceNode choice:
                int entry = Add(choice.Branches[^1], then);
                for (int i = choice.Branches.Length - 2; i >= 0; i--)
                    entry = Emit(new Instruction(Operation.Fork, null, Add(choice.Branches[i], then), entry));
                return entry;
            case GroupNode group:
                int slot = 2 * slots[group];
                int end = Emit(new Instruction(Operation.Mark, null, then, slot + 1));
                return Emit(new Instruction(Operation.Mark, null, Add(group.Body, end), slot));
            case RepeatNode repeat:
                return Repeat(repeat, then);
            default:
                return then;
        }
    }

    private int Repeat(RepeatNode repeat, int then)
    {
        int entry = then;
        if (repeat.Max is { } max)
        {
            for (int i = repeat.Min; i < max; i++)
                entry = Fork(Add(repeat.Body, entry), then, repeat.Lazy);
        }
        else
        {
            int loop = Emit(default);
            int body = Add(repeat.Body, loop);
            code[loop] = repeat.Lazy
                ? new Instruction(Operation.Fork, null, then, body)
                : new Instruction(Operation.Fork, null, body, then);
            entry = loop;
        }

        for (int i = 0; i < repeat.Min; i++)
            entry = Add(repeat.Body, entry);
        return entry;
    }

    private int Fork(int first, int second, bool lazy) =>
        Emit(new Instruction(Operation.Fork, null, lazy ? second : first, lazy ? first : second));

    private int Emit(Instruction instruction)
    {
        code.Add(instruction);
        return code.Count - 1;
    }
}
