using System.Globalization;
using Dispatcher.Events;

namespace Dispatcher.Core.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2019-01-10T21:19:24.000Z", "2019-01-10T21:19:24.0000000")]
    [InlineData("2019-01-10T21:19:24Z", "2019-01-10T21:19:24.0000000")]
    [InlineData("2019-01-10t21:19:24z", "2019-01-10T21:19:24.0000000")]
    [InlineData("2019-01-10T21:19:24.1234567+02:00", "2019-01-10T19:19:24.1234567")]
    [InlineData("2019-01-10T21:19:24-00:30", "2019-01-10T21:49:24.0000000")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0000000")] // a leap second stays on its day
    [InlineData("2016-12-31T15:59:60.25-08:00", "2016-12-31T23:59:59.2500000")]
    [InlineData("2026-11-28T23:59:60Z", "2026-11-28T23:59:59.0000000")] // which days have one, no program knows
    [InlineData("2026-11-29T01:59:60+02:00", "2026-11-28T23:59:59.0000000")]
    [InlineData("2026-11-28T23:59:60+02:00", null)] // only the last second of a day, in UTC
    [InlineData("2016-12-31T23:58:60Z", null)]
    [InlineData("2016-12-31T23:59:61Z", null)]
    [InlineData("2019-01-10T21:19:24", null)] // no offset: whose time would it be
    [InlineData("2019-01-10", null)]
    [InlineData("21:19:24Z", null)] // the rest would come from the clock
    [InlineData("2019-01-10 21:19:24Z", null)]
    [InlineData("10/01/2019T21:19:24Z", null)]
    [InlineData("2019-13-10T21:19:24Z", null)]
    [InlineData("2019-01-10T21:19:24.Z", null)]
    [InlineData("2019-01-10T21:19:24Zx", null)]
    [InlineData("2019-01-10T21:19:24+0200", null)]
    [InlineData("\u0662019-01-10T21:19:24Z", null)]
    [InlineData("", null)]
    public void A_time_has_a_date_a_time_and_an_offset(string text, string? utc) =>
        Assert.Equal(
            utc,
            EventTime.Parse(text)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        );
}
