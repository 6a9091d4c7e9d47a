using Dispatcher.Templates.Compiling;

namespace Dispatcher.Core.Tests.Templates;

public class TypedAtLoadTests
{
    [Theory]
    // Calls.
    [InlineData(
        "{{ groups.stem | date.to_string '%F' }}",
        "the date of date.to_string is a text, not a date",
        "write groups.stem | date.parse '%Y%m%d' | date.to_string '%F'"
    )]
    [InlineData("{{ date.to_string groups.stem '%F' }}", "a text, not a date", "(groups.stem | date.parse '%Y%m%d')")]
    [InlineData(
        "{{ bucket.name | math.round }}",
        "a text, not a number",
        "write bucket.name | string.to_int | math.round"
    )]
    [InlineData(
        "{{ object.name | array.first }}",
        "a text, not a list",
        "object.name | string.split '/' | array.first"
    )]
    [InlineData("{{ object.name | string.slice '1' }}", "a text, not an integer", "('1' | string.to_int)")]
    [InlineData("{{ 'abc' | string.slice (7 / 2) }}", "with a fraction, not an integer", "math.round | string.to_int")]
    [InlineData("{{ [1] | string.upcase }}", "a list, not a text", "array.join")]
    [InlineData("{{ event.raw | string.upcase }}", "an object, not a text", "text | string.upcase")]
    [InlineData("{{ [[1]] | array.join ',' }}", "an item of the list of array.join is a list", "texts and numbers")]
    [InlineData("{{ [1] | array.contains [1] }}", "a list, not a text", "array.join")]
    [InlineData("{{ null | string.upcase }}", "always null", "text | string.upcase")]
    [InlineData("{{ event.time | date.add_months 1.5 }}", "not an integer", "string.to_int")]
    // Operators.
    [InlineData(
        "{{ groups.day > 5 ? 'big' : 'small' }}",
        "> has no meaning between a text and an integer",
        "write (groups.day | string.to_int) > 5"
    )]
    [InlineData(
        "{{ groups.stem < event.time }}",
        "between a text and a date",
        "(groups.stem | date.parse '%Y%m%d') < event.time"
    )]
    [InlineData("{{ config.number - 5 }}", "- has no meaning", "(config.number | string.to_int) - 5")]
    [InlineData("{{ event.time - event.time }}", "- has no meaning between a date and a date", "must be numbers")]
    [InlineData("{{ true < false }}", "< has no meaning", "compare two texts")]
    [InlineData("{{ [1] == [1] }}", "== has no meaning between a list and a list", "compare")]
    [InlineData("{{ event.time == 5 }}", "== has no meaning between a date and an integer", "compare")]
    [InlineData("{{ [1] + 'a' }}", "+ has no meaning", "array.join")]
    [InlineData("{{ -config.number }}", "a sign stands before a text", "-(config.number | string.to_int)")]
    [InlineData("{{ null + 1 }}", "the left of + is always null", "== to ask for null")]
    [InlineData("{{ case event.time }}{{ when 5 }}a{{ end }}", "== has no meaning", "compare")]
    // Mixtures: what works for some values only.
    [InlineData("{{ (object.name == 'a' ? 1 : 'x') | math.round }}", "is a text, not a number", "string.to_int")]
    [InlineData("{{ (object.name == 'a' ? 1 : 'x') + true }}", "+ has no meaning", "must be numbers")]
    // Conditions.
    [InlineData(
        "{{ if config.full_load }}a{{ end }}",
        "`config.full_load` is a text, which is always true in a condition",
        "write config.full_load == \"true\""
    )]
    [InlineData("{{ groups.stem ? 'a' : 'b' }}", "always true", "write groups.stem != \"\"")]
    [InlineData("{{ !object.name }}", "always true", "object.name == \"true\"")]
    [InlineData("{{ true && object.name }}", "always true", "object.name == \"true\"")]
    [InlineData("{{ if config.x ?? 'false' }}a{{ end }}", "always true", "(config.x ?? 'false') == \"true\"")]
    [InlineData(
        "{{ if config.x ?? false }}a{{ end }}",
        "where it is not null or false",
        "(config.x ?? \"false\") == \"true\""
    )]
    [InlineData(
        "{{ if object.name | string.size }}a{{ end }}",
        "an integer, which is always true",
        "(object.name | string.size) != 0"
    )]
    [InlineData("{{ if object.name | string.split '/' }}a{{ end }}", "a list, which is always true", "array.size) > 0")]
    // Texts.
    [InlineData("{{ event.raw }}", "`event.raw` is an object, which has no text", "event.raw | object.to_json")]
    [InlineData("{{ [1, 2] }}", "a list, which has no text", "array.join")]
    [InlineData("{{ null }}", "always null", "the text that is meant")]
    [InlineData("{{ config[event.raw] }}", "an object, which has no text", "name one of its parts")]
    public void What_cannot_work_with_its_types_is_a_load_error(string template, string says, string hint)
    {
        TemplateProblem problem = Sample.Problems(template)[0];
        Assert.Equal("RD208", problem.Code);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ object.name ?? 'x' }}", "take `?? …` away")]
    [InlineData("{{ groups.stem ?? 'x' }}", "every match has the group")]
    [InlineData("{{ vars.pool ?? 'x' }}", "a var always has a text")]
    [InlineData("{{ (config.a | string.upcase) ?? 'x' }}", "(config.x ?? \"…\")")]
    [InlineData("{{ (groups.region | string.upcase) ?? 'x' }}", "inside")]
    [InlineData("{{ config.a ?? 'x' ?? 'y' }}", "take `?? …` away")]
    [InlineData("{{ event.time.year ?? 1 }}", "take `?? …` away")]
    public void A_default_for_what_is_never_missing_is_a_load_error(string template, string hint)
    {
        TemplateProblem problem = Assert.Single(Sample.Problems(template));
        Assert.Equal("RD209", problem.Code);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ event.time | date.to_string '%Q' }}", "`%Q`", "%ABCD")]
    [InlineData("{{ event.time | date.to_string '%' }}", "`%`", "the letters are")]
    [InlineData("{{ event.time | date.to_string '%n' }}", "`%n`", "the letters are")]
    [InlineData("{{ event.time | date.to_string 'yyyy-MM-dd' }}", "has no letter with a `%`", "write `%Y-%m-%d`")]
    [InlineData("{{ event.time | date.to_string 'YYYYMMDD' }}", "gives this text for every date", "write `%Y%m%d`")]
    [InlineData("{{ event.time | date.to_string 'day' }}", "`day`", "the letters are %ABCD")]
    [InlineData("{{ groups.stem | date.parse '%V' | date.to_string '%F' }}", "`%V`", "the letters are")]
    [InlineData("{{ groups.stem | date.parse '%m-%d' | date.to_string '%F' }}", "no year", "%Y or %y")]
    [InlineData("{{ event.time | date.in_zone 'Europe/Berln' }}", "`Europe/Berln`", "Europe/Berlin")]
    [InlineData("{{ event.time | date.in_zone 'CEST' }}", "`CEST`", "CET")]
    public void A_format_or_zone_that_does_not_exist_is_a_load_error(string template, string says, string hint)
    {
        TemplateProblem problem = Assert.Single(Sample.Problems(template));
        Assert.Equal("RD210", problem.Code);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ (groups.day | string.to_int) > 5 ? 'big' : 'small' }}", "big")]
    [InlineData("{{ groups.day | string.to_int | math.round }}", "12")]
    [InlineData("{{ groups.stem | date.parse '%Y-%m-%d' | date.to_string '%Y%m%d' }}", "20220812")]
    [InlineData("{{ event.raw.data.items[0].id + 1 }}", "8")]
    [InlineData("{{ event.raw.data.flag ? 'yes' : 'no' }}", "yes")]
    [InlineData("{{ event.raw.data.items | array.size }}", "3")]
    [InlineData("{{ if config.absent ?? null }}a{{ else }}b{{ end }}", "b")]
    [InlineData("{{ (event.raw.data.none ?? 'x') | string.upcase }}", "X")]
    public void What_can_work_loads(string template, string expected) =>
        Assert.Equal(expected, Sample.Render(template));

    [Theory]
    [InlineData("20240228", "%Y%m%d", "2024-02-28T00:00:00.000Z")]
    [InlineData("16-08-2018", "%d-%m-%Y", "2018-08-16T00:00:00.000Z")]
    [InlineData("2018-08-16T2105", "%FT%H%M", "2018-08-16T21:05:00.000Z")]
    [InlineData("08/16/18 09:05:07 PM", "%D %I:%M:%S %p", "2018-08-16T21:05:07.000Z")]
    [InlineData("12 AM 1999", "%I %p %Y", "1999-01-01T00:00:00.000Z")]
    [InlineData("2024-366", "%Y-%j", "2024-12-31T00:00:00.000Z")]
    [InlineData("5aug2022", "%e", null)]
    [InlineData(" 5aug2022", "%e%b%Y", "2022-08-05T00:00:00.000Z")]
    [InlineData("August 2022", "%B %Y", "2022-08-01T00:00:00.000Z")]
    [InlineData("20220812101112123", "%Y%m%d%H%M%S%L", "2022-08-12T10:11:12.123Z")]
    [InlineData("1%2022", "1%%%Y", "2022-01-01T00:00:00.000Z")]
    [InlineData("20161231T235960", "%Y%m%dT%H%M%S", "2016-12-31T23:59:59.000Z")] // a leap second stays on its day
    [InlineData("2016-12-31 11:59:60 PM", "%F %I:%M:%S %p", "2016-12-31T23:59:59.000Z")]
    [InlineData("20161231T235860", "%Y%m%dT%H%M%S", null)]
    [InlineData("20161231T235961", "%Y%m%dT%H%M%S", null)]
    [InlineData("20230229", "%Y%m%d", null)]
    [InlineData("2023022", "%Y%m%d", null)]
    [InlineData("202302281", "%Y%m%d", null)]
    [InlineData("2024-02-28", "%Y%m%d", null)]
    [InlineData("2024-000", "%Y-%j", null)]
    [InlineData("00002022", "%m%d%Y", null)]
    public void A_date_is_read_as_its_pattern_says_or_not_at_all(string text, string pattern, string? expected)
    {
        string template = $"{{{{ '{text}' | date.parse ('{pattern}' + '') }}}}";
        if (expected is null)
            Assert.Equal("RD301", Sample.Failure(template).Code);
        else
            Assert.Equal(expected, Sample.Render(template));
    }

    [Theory]
    [InlineData("2026-07-14T22:30:00Z", "Europe/Berlin", "2026-07-15 00:30 +02:00")]
    [InlineData("2026-01-14T22:30:00Z", "Europe/Berlin", "2026-01-14 23:30 +01:00")]
    [InlineData("2026-07-14T14:30:00Z", "Australia/Sydney", "2026-07-15 00:30 +10:00")]
    [InlineData("2026-07-14T14:30:00Z", "Asia/Kathmandu", "2026-07-14 20:15 +05:45")]
    [InlineData("2026-07-14T14:30:00Z", "UTC", "2026-07-14 14:30 +00:00")]
    public void A_date_in_a_zone_is_the_same_instant_by_its_calendar(string instant, string zone, string expected)
    {
        string date = $"'{instant}' | date.parse | date.in_zone '{zone}'";
        Assert.Equal(expected, Sample.Render($"{{{{ {date} | date.to_string '%F %R %Z' }}}}"));
        Assert.Equal("true", Sample.Render($"{{{{ ({date}) == ('{instant}' | date.parse) }}}}"));
    }

    [Theory]
    [InlineData("2024-12-30", "2025-W01-1")]
    [InlineData("2027-01-01", "2026-W53-5")]
    [InlineData("2026-11-28", "2026-W48-6")]
    [InlineData("2026-11-29", "2026-W48-7")]
    public void The_week_of_ISO_8601_has_letters(string day, string week) =>
        Assert.Equal(week, Sample.Render($"{{{{ '{day}' | date.parse | date.to_string '%G-W%V-%u' }}}}"));

    [Theory]
    [InlineData("9223372036854775807", "10", "922337203685477580")]
    [InlineData("9223372036854775807", "0x1F", "297528130221121800")]
    [InlineData("9223372036854775807", "3", "3074457345618258602")]
    [InlineData("(-7)", "2", "-4")]
    [InlineData("7", "(-2)", "-4")]
    [InlineData("(-8)", "2", "-4")]
    [InlineData("1", "(-2147483648)", "-1")]
    public void A_quotient_of_integers_is_exact(string number, string divisor, string quotient) =>
        Assert.Equal(quotient, Sample.Render($"{{{{ {number} | math.divided_by {divisor} }}}}"));
}
