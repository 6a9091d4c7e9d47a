namespace Dispatcher.Diagnostics;

/// <summary>Every diagnostic and error code. Codes are stable: users' scripts and suppressions name them.</summary>
/// <remarks>routes-v1, "Errors"; docs/errors.md explains each with an example.</remarks>
public static class Codes
{
    // RD0xx: the shape of a route file.

    /// <summary>The text is not YAML.</summary>
    public const string YamlSyntax = "RD001";

    /// <summary>A value has the wrong shape: a list where a map is wanted, and so on.</summary>
    public const string WrongShape = "RD002";

    /// <summary>A key the format does not have.</summary>
    public const string UnknownKey = "RD003";

    /// <summary>A required key is missing.</summary>
    public const string MissingKey = "RD004";

    /// <summary>A value that is not one of those allowed.</summary>
    public const string WrongValue = "RD005";

    /// <summary>The same key, or the same route name, twice.</summary>
    public const string Duplicate = "RD006";

    /// <summary>The file's <c>version</c> is not 1.</summary>
    public const string UnsupportedVersion = "RD007";

    /// <summary>A limit of the format is passed: file size, nodes, routes.</summary>
    public const string LimitPassed = "RD008";

    /// <summary>A route name outside <c>[a-z0-9][a-z0-9._-]{0,62}</c>.</summary>
    public const string BadRouteName = "RD009";

    /// <summary>A name of a route that does not exist.</summary>
    public const string UnknownRoute = "RD010";

    /// <summary>A route test that asserts nothing.</summary>
    public const string EmptyTest = "RD011";

    /// <summary>A YAML feature the format does not use: a custom tag, a second document.</summary>
    public const string UnsupportedYaml = "RD012";

    /// <summary>The source has no route file, or one cannot be read.</summary>
    public const string Unreadable = "RD013";

    // RD1xx: patterns.

    /// <summary>A pattern that does not parse.</summary>
    public const string PatternSyntax = "RD101";

    /// <summary>A character class that does not parse or is empty.</summary>
    public const string PatternClass = "RD102";

    /// <summary>A quantifier with nothing to repeat, reversed, or over the limit.</summary>
    public const string PatternQuantifier = "RD103";

    /// <summary>A construct outside the pattern language: look-around, back-references, <c>\b</c> and so on.</summary>
    public const string PatternUnsupported = "RD104";

    /// <summary>An anchor or <c>(?i)</c> anywhere but at its end of the pattern.</summary>
    public const string PatternAnchor = "RD105";

    /// <summary>A pattern that is too long, too deep or too large for the engine.</summary>
    public const string PatternTooLarge = "RD106";

    /// <summary>A group name that is malformed or used twice.</summary>
    public const string PatternGroup = "RD107";

    /// <summary>A template in a pattern that may not stand there, or whose configuration key is missing.</summary>
    public const string PatternConfiguration = "RD108";

    // RD2xx: templates, when the route set is loaded.

    /// <summary>A template that does not parse.</summary>
    public const string TemplateSyntax = "RD201";

    /// <summary>A name that templates do not see.</summary>
    public const string TemplateUnknownName = "RD202";

    /// <summary>A member that the value does not have.</summary>
    public const string TemplateUnknownMember = "RD203";

    /// <summary>A function outside the allow-list.</summary>
    public const string TemplateUnknownFunction = "RD204";

    /// <summary>A statement or expression outside the template language.</summary>
    public const string TemplateNotAllowed = "RD205";

    /// <summary>A template that is too long or too deep.</summary>
    public const string TemplateTooLarge = "RD206";

    /// <summary>A group that no expression in <c>match.object</c> captures.</summary>
    public const string TemplateUnknownGroup = "RD207";

    /// <summary>A call, an operator or a condition that cannot work with the types it gets.</summary>
    public const string TemplateType = "RD208";

    /// <summary><c>??</c> after a value that is never missing.</summary>
    public const string TemplateNeverMissing = "RD209";

    /// <summary>A letter of a date format, or a time zone, that does not exist.</summary>
    public const string TemplateUnknownFormat = "RD210";

    /// <summary>A value inside a text that is JSON, neither encoded nor proved to need no escape.</summary>
    public const string TemplateUnencoded = "RD211";

    // RD3xx: this event.

    /// <summary>A template failed on this event.</summary>
    public const string RenderFailed = "RD301";

    /// <summary>A value the template needs is not there: a configuration key, a group, a part of the event.</summary>
    public const string RenderMissing = "RD302";

    /// <summary>A rendered string has a control character.</summary>
    public const string RenderControlCharacter = "RD303";

    /// <summary>A rendered string has a <c>.</c> or <c>..</c> path segment that the template did not write.</summary>
    public const string RenderPathSegment = "RD304";

    /// <summary>A half of a <c>schema</c> value is not exactly one segment.</summary>
    public const string RenderSchema = "RD305";

    /// <summary>A rendered string is longer than the route allows.</summary>
    public const string RenderTooLong = "RD306";

    /// <summary>A template passed a bound of steps, time or output.</summary>
    public const string RenderBound = "RD307";

    /// <summary>The task's key, workspace or application is missing or empty, or the key of a group is.</summary>
    public const string RenderTaskMissing = "RD308";

    /// <summary>A rendered text is not a value of its binding's <c>type</c>.</summary>
    public const string RenderType = "RD309";

    /// <summary>The event is not JSON, or not an event document.</summary>
    public const string EventMalformed = "RD311";

    /// <summary>The event lacks a field, or the field has the wrong type.</summary>
    public const string EventField = "RD312";

    /// <summary>The event is larger than 1 MiB.</summary>
    public const string EventTooLarge = "RD313";

    /// <summary>No route matched.</summary>
    public const string Unmatched = "RD314";

    // RD4xx: services, while dispatching.

    /// <summary>The service refused the request for good (400, 401, 403, 404, 409, 422).</summary>
    public const string ServiceRefused = "RD401";

    /// <summary>The service asks to slow down (429).</summary>
    public const string ServiceThrottled = "RD402";

    /// <summary>The service failed (5xx).</summary>
    public const string ServiceFailed = "RD403";

    /// <summary>The connection failed or was lost.</summary>
    public const string ConnectionLost = "RD404";

    /// <summary>The service did not answer in time, or the invocation's time ran out.</summary>
    public const string OutOfTime = "RD405";

    /// <summary>No route set has loaded yet.</summary>
    public const string RoutesNotLoaded = "RD406";

    /// <summary>The dead-letter record could not be written.</summary>
    public const string DeadLetterFailed = "RD407";

    /// <summary>The function's configuration is wrong.</summary>
    public const string Configuration = "RD408";

    /// <summary>A route has as many unfinished runs as it may have.</summary>
    public const string RouteFull = "RD409";

    /// <summary>Deciding or rendering an event takes more work than its budget, or than its time allows.</summary>
    public const string WorkPassed = "RD411";

    /// <summary>A failure inside the dispatcher itself.</summary>
    public const string Internal = "RD499";

    // RD5xx: what the linter finds in a route set that loads.

    /// <summary>A route without a description.</summary>
    public const string LintNoDescription = "RD501";

    /// <summary>A route without an owner.</summary>
    public const string LintNoOwner = "RD502";

    /// <summary>A route without tests.</summary>
    public const string LintNoTests = "RD503";

    /// <summary>A variable that no template looks up.</summary>
    public const string LintUnusedVariable = "RD504";

    /// <summary>A named group that no template looks up.</summary>
    public const string LintUnusedGroup = "RD505";

    /// <summary>A route with tests that fires in none of them.</summary>
    public const string LintNeverFires = "RD506";

    /// <summary>A configuration key that a template needs and the given configuration does not have.</summary>
    public const string LintUnknownConfiguration = "RD507";

    /// <summary>Two routes that one event matches both, where neither says that it is meant.</summary>
    public const string LintOverlap = "RD508";

    /// <summary>A route that never fires, because routes before it take everything it matches.</summary>
    public const string LintNeverWins = "RD509";

    /// <summary>A pattern or a route that matches nothing.</summary>
    public const string LintMatchesNothing = "RD510";

    /// <summary>A question that the budget did not decide.</summary>
    public const string LintUnknown = "RD511";

    /// <summary>A route whose patterns together are over the complexity budget.</summary>
    public const string LintComplexity = "RD512";

    /// <summary>A route that says it overrides one that comes before it.</summary>
    public const string LintLateOverride = "RD513";

    /// <summary>A path or file name that begins with what the event says.</summary>
    public const string LintNoLiteralPrefix = "RD514";

    /// <summary>The patterns of all routes are together more than a decision may cost.</summary>
    public const string LintSetComplexity = "RD516";

    /// <summary>A pattern that is legal and hardly means what it says.</summary>
    public const string LintHardlyMeant = "RD517";

    /// <summary>An expression of another tool, which is sent as it stands.</summary>
    public const string LintForeignExpression = "RD518";

    /// <summary>An escape that other engines of the pattern language refuse.</summary>
    public const string LintEscape = "RD519";

    /// <summary>What a route writes fires routes that lead back to it.</summary>
    public const string LintLoop = "RD520";

    /// <summary>Two objects that a route takes are written to one object.</summary>
    public const string LintOverwrite = "RD521";

    /// <summary>Two routes, or two entries of <c>writes</c>, write one object.</summary>
    public const string LintTwoWriters = "RD522";

    /// <summary>A name that a route takes and that cannot be rendered.</summary>
    public const string LintRenderFails = "RD523";

    /// <summary>A written name that does not match its <c>within</c>.</summary>
    public const string LintOutside = "RD524";

    /// <summary>A promised name that no route takes.</summary>
    public const string LintIncomplete = "RD525";

    /// <summary>A route that takes the objects that the console makes for folders.</summary>
    public const string LintFolderObjects = "RD526";

    /// <summary>A group whose key no part of the object's name is in.</summary>
    public const string LintGroupKey = "RD527";

    /// <summary>Objects that belong together and never have one key.</summary>
    public const string LintGroupApart = "RD528";

    /// <summary>A period of an expectation whose key no object of the route can have.</summary>
    public const string LintExpectedKey = "RD529";

    // RD6xx: what differs between routes and published tasks.

    /// <summary>The service does not tell, or only the event decides.</summary>
    public const string CannotCheck = "RD601";

    /// <summary>A workspace or application that is not there, or not for the caller to see.</summary>
    public const string CheckNoApplication = "RD602";

    /// <summary>A task that is not published.</summary>
    public const string CheckNoTask = "RD603";

    /// <summary>A binding of a parameter that the task does not have.</summary>
    public const string CheckNoParameter = "RD604";

    /// <summary>A binding of a kind that the parameter does not take.</summary>
    public const string CheckKind = "RD605";

    /// <summary>A parameter that a run must bind and the route does not.</summary>
    public const string CheckUnbound = "RD606";
}
