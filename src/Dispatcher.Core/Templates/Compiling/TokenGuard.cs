using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;
using Scriban.Parsing;

namespace Dispatcher.Templates.Compiling;

/// <summary>Refuses, over the tokens of Scriban's lexer (a loop without recursion), what its recursive parser must
/// never be given: too long a text, too many tokens in one expression, too deep a nesting, and numbers that are
/// expensive to read.</summary>
/// <remarks>A stack that overflows ends the process, so the bounds come before the parser. What makes it call itself is
/// counted: open brackets, pipes, choices, and signs before an operand; operators between two operands it takes in a
/// loop.</remarks>
internal sealed class TokenGuard(string text, List<TemplateProblem> problems)
{
    private const int LongestNumber = 20;

    private int blockStart;
    private bool inBlock;
    private int tokens;
    private int brackets;
    private int operators;
    private int blocks;
    private int branches;
    private bool full;

    /// <summary>Adds a problem for every bound that the text passes.</summary>
    public void Check()
    {
        if (text.Length > TemplateLimits.TextLength)
        {
            problems.Add(
                new(
                    Codes.TemplateTooLarge,
                    TemplateLimits.TextLength,
                    $"the template has {text.Length} characters, more than {TemplateLimits.TextLength}",
                    "write a shorter one, or split it into vars"
                )
            );
            return;
        }

        TokenType previous = TokenType.Raw;
        foreach (Token token in new Lexer(text, "template"))
        {
            if (
                token.Type
                is TokenType.Eof
                    or TokenType.Whitespace
                    or TokenType.WhitespaceFull
                    or TokenType.Comment
                    or TokenType.CommentMulti
            )
                continue;
            See(token, previous);
            previous = token.Type;
            if (full)
                return;
        }

        if (inBlock)
            problems.Add(
                new(
                    Codes.TemplateSyntax,
                    blockStart,
                    "`{{` is never closed",
                    "write `}}` after the expression, outside of quotes and brackets"
                )
            );
    }

    private void See(Token token, TokenType previous)
    {
        switch (token.Type)
        {
            case TokenType.CodeEnter:
                (blockStart, inBlock, tokens, brackets, operators) = (token.Start.Offset, true, 0, 0, 0);
                return;
            case TokenType.CodeExit:
                inBlock = false;
                return;
            case TokenType.OpenParen or TokenType.OpenBracket or TokenType.OpenBrace or TokenType.OpenInterpolatedBrace:
                brackets++;
                break;
            case TokenType.CloseParen
            or TokenType.CloseBracket
            or TokenType.CloseBrace
            or TokenType.CloseInterpolatedBrace:
                brackets = Math.Max(0, brackets - 1);
                break;
            case TokenType.VerticalBar or TokenType.PipeGreater or TokenType.Question:
            case TokenType.Exclamation or TokenType.Arroba or TokenType.Caret or TokenType.DoubleCaret:
            case TokenType.Minus
            or TokenType.Plus
            or TokenType.DoubleMinus
            or TokenType.DoublePlus when !EndsOperand(previous):
                operators++;
                break;
            case TokenType.Identifier when previous != TokenType.Dot:
                SeeWord(token);
                break;
            case TokenType.Integer or TokenType.HexaInteger or TokenType.BinaryInteger or TokenType.Float:
                SeeNumber(token);
                break;
        }

        if (brackets + operators > TemplateLimits.Nesting)
            Refuse(
                token,
                $"brackets, pipes, signs and choices are nested deeper than {TemplateLimits.Nesting}",
                "take a part of it into a var"
            );
        if (inBlock && ++tokens > TemplateLimits.TokensInBlock)
            Refuse(
                token,
                $"there are more than {TemplateLimits.TokensInBlock} tokens between {{{{ and }}}}",
                "take a part of it into a var"
            );
    }

    // After an operand, a sign is an operator between two, which the parser takes in a loop.
    private static bool EndsOperand(TokenType previous) =>
        previous
            is TokenType.Identifier
                or TokenType.IdentifierSpecial
                or TokenType.Integer
                or TokenType.HexaInteger
                or TokenType.BinaryInteger
                or TokenType.Float
                or TokenType.String
                or TokenType.VerbatimString
                or TokenType.CloseParen
                or TokenType.CloseBracket
                or TokenType.CloseBrace;

    private void SeeWord(Token token)
    {
        switch (Source(token))
        {
            case "if" or "case" or "for" or "while" or "func" or "with" or "wrap" or "capture" or "tablerow" or "do":
                if (++blocks > TemplateLimits.Nesting)
                    Refuse(
                        token,
                        $"blocks are nested deeper than {TemplateLimits.Nesting}",
                        "take a part of it into a var, or write several routes"
                    );
                break;
            case "end":
                blocks = Math.Max(0, blocks - 1);
                break;
            case "else" or "when":
                if (++branches > TemplateLimits.Branches)
                    Refuse(
                        token,
                        $"there are more than {TemplateLimits.Branches} `else` and `when`",
                        "write several routes"
                    );
                break;
        }
    }

    // Scriban reads 1e999999999 as an integer of a billion digits.
    private void SeeNumber(Token token)
    {
        string number = Source(token);
        bool hasExponent =
            token.Type is (TokenType.Integer or TokenType.Float) && number.AsSpan().ContainsAny('e', 'E');
        if (!hasExponent && number.Length <= LongestNumber)
            return;
        problems.Add(
            new(
                Codes.TemplateNotAllowed,
                token.Start.Offset,
                hasExponent ? "a number has an exponent" : $"a number has more than {LongestNumber} characters",
                "write its digits, within 64 bits, or write it as a text"
            )
        );
        full = true;
    }

    private void Refuse(Token token, string message, string hint)
    {
        if (!full)
            problems.Add(new(Codes.TemplateTooLarge, token.Start.Offset, message, hint));
        full = true;
    }

    private string Source(Token token) => text.Substring(token.Start.Offset, token.End.Offset - token.Start.Offset + 1);
}
