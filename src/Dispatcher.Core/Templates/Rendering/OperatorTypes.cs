using Scriban.Syntax;

namespace Dispatcher.Templates.Rendering;

/// <summary>What an operator gives between two kinds of value; <see cref="Kinds.None"/> where it has no meaning. The
/// values are those of <see cref="Operators"/>.</summary>
internal static class OperatorTypes
{
    /// <summary>The kinds of the result over every pair of kinds the two sides can have. Where only the event decides
    /// what a side is, the pairs without a meaning are left to it; else one such pair makes the whole
    /// <see cref="Kinds.None"/>.</summary>
    public static Kinds Of(ScriptBinaryOperator op, StaticType left, StaticType right)
    {
        bool open = left.IsAny || right.IsAny;
        Kinds result = Kinds.None;
        foreach (Kinds a in StaticType.Each(left.Values))
        {
            foreach (Kinds b in StaticType.Each(right.Values))
            {
                Kinds ofPair = OfPair(op, a, b);
                if (ofPair == Kinds.None && !open)
                    return Kinds.None;
                result |= ofPair;
            }
        }

        return result;
    }

    private static Kinds OfPair(ScriptBinaryOperator op, Kinds left, Kinds right)
    {
        bool texts = left == Kinds.Text || right == Kinds.Text;
        bool printable = (left & Kinds.Printable) != 0 && (right & Kinds.Printable) != 0;
        bool numbers = (left & Kinds.Number) != 0 && (right & Kinds.Number) != 0;
        switch (op)
        {
            case ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual:
                bool comparable = texts ? printable : numbers || (left == right && IsScalar(left));
                return comparable ? Kinds.Boolean : Kinds.None;
            case ScriptBinaryOperator.CompareLess
            or ScriptBinaryOperator.CompareLessOrEqual
            or ScriptBinaryOperator.CompareGreater
            or ScriptBinaryOperator.CompareGreaterOrEqual:
                return numbers || (left == right && left is Kinds.Text or Kinds.Date) ? Kinds.Boolean : Kinds.None;
            case ScriptBinaryOperator.Add when texts:
                return printable ? Kinds.Text : Kinds.None;
            default:
                return !numbers ? Kinds.None
                    : op != ScriptBinaryOperator.Divide && left == Kinds.Integer && right == Kinds.Integer
                        ? Kinds.Integer
                    : Kinds.Real;
        }
    }

    private static bool IsScalar(Kinds kind) => kind is Kinds.Boolean or Kinds.Date;
}
