using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class CursorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 42)]
    [InlineData(42, 7)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void What_was_written_is_read_again(long position, long change)
    {
        var cursor = new Cursor(position, change);

        Cursor.Parse(cursor.ToString()).ShouldBe(cursor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("-1-1")]
    [InlineData("1--1")]
    [InlineData("1-1-1")]
    [InlineData("+1-1")]
    [InlineData(" 1-1")]
    [InlineData("1-1 ")]
    [InlineData("1-1\0")]
    [InlineData("\01-1")]
    [InlineData("1\0-1")]
    [InlineData("01-1")]
    [InlineData("1-01")]
    [InlineData("1,000-1")]
    [InlineData("1.0-1")]
    [InlineData("1e1-1")]
    [InlineData("0x1-1")]
    [InlineData("(1)-1")]
    [InlineData("１-１")]
    [InlineData("١-١")]
    [InlineData("1‐1")]
    [InlineData("9223372036854775808-1")]
    [InlineData("1-9223372036854775808")]
    public void What_was_not_written_by_the_service_is_none(string? text) => Cursor.Parse(text).ShouldBeNull();
}
