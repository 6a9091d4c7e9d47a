using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Templates.Rendering;

/// <summary>One rendering under way: its model, what is left of its work, its output, and its first failure.</summary>
internal sealed class RenderContext(TemplateModel model, int maxLength)
{
    // Nearly every value is a single look-up: it is the text itself. Only a second piece needs somewhere to be put
    // together.
    private string only = "";
    private StringBuilder? output;
    private int work = TemplateLimits.Work;

    /// <summary>What the template sees.</summary>
    public TemplateModel Model { get; } = model;

    /// <summary>The first failure; once it is there every expression yields null.</summary>
    public TemplateFailure? Failure { get; private set; }

    /// <summary>Where every stretch of output came from; null where it is not asked for.</summary>
    public List<OutputSpan>? Spans { get; init; }

    /// <summary>How much work was done.</summary>
    public int Spent => TemplateLimits.Work - work;

    public string Text => output?.ToString() ?? only;

    private int Length => output?.Length ?? only.Length;

    public void WriteLiteral(string text) => Write(text, isLiteral: true);

    public void WriteValue(string text) => Write(text, isLiteral: false);

    /// <summary>The failure of a string past the route's limit.</summary>
    public static TemplateFailure TooLong(int maxLength) =>
        new(
            Codes.RenderTooLong,
            $"the rendered string is longer than {maxLength} characters; shorten it, or raise the route's limit"
        );

    /// <summary>Takes <paramref name="units"/> of work; false, and the failure, where that is more than is
    /// left.</summary>
    public bool Spend(long units)
    {
        if (Failure is not null)
            return false;
        if (units > work)
        {
            work = 0;
            Fail(
                Codes.RenderBound,
                $"the template passes the bound of {TemplateLimits.Work} steps; make it smaller, "
                    + "or let the sender prepare the value"
            );
            return false;
        }

        work -= (int)units;
        return true;
    }

    /// <summary>Whether a string of this many characters may be made; the failure where it may not.</summary>
    public bool Allows(long length)
    {
        if (length <= TemplateLimits.ValueLength)
            return Failure is null;
        string bound = $"the bound of {TemplateLimits.ValueLength} characters for one value";
        Fail(Codes.RenderBound, $"a string of {length} characters passes {bound}; make or look up a shorter one");
        return false;
    }

    /// <summary>Records a failure, unless there is one already.</summary>
    /// <returns>Null, the value of an expression that failed.</returns>
    public object? Fail(string code, string message)
    {
        Failure ??= new(code, message);
        return null;
    }

    /// <summary>A failure of the template itself, RD301.</summary>
    public object? Fail(string message) => Fail(Codes.RenderFailed, message);

    private static int Room(int length) => Math.Max(64, 2 * length);

    private void Write(string text, bool isLiteral)
    {
        if (Length + text.Length > maxLength)
        {
            Failure ??= TooLong(maxLength);
            return;
        }

        Spans?.Add(new(Length, text.Length, isLiteral));
        if (output is null && only.Length == 0)
            only = text;
        else if (text.Length > 0)
            (output ??= new StringBuilder(only, Math.Min(maxLength, Room(only.Length + text.Length)))).Append(text);
    }
}

/// <summary>A stretch of output and where it came from.</summary>
/// <param name="Start">The first character.</param>
/// <param name="Length">How many characters; 0 where a value was empty.</param>
/// <param name="IsLiteral">Whether it is the template's own text, outside every <c>{{ }}</c>.</param>
internal readonly record struct OutputSpan(int Start, int Length, bool IsLiteral);
