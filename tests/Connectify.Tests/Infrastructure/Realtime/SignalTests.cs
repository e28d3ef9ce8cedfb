using System.Text;
using System.Text.Json;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class SignalTests
{
    private sealed record Said(string Text) : ServerEvent("said");

    private sealed record SaidBoth(string Text) : ServerEvent("said")
    {
        internal override ServerEvent Flat => new Said($"flat {Text}");
    }

    private const string Odd = "Grüße,\nzweite Zeile\r\n\u2028\0 \ud83d\udc4d \"und\" {\"type\":\"x\"}\\n";

    [Fact]
    public void A_change_arrives_with_its_frame_and_the_same_one_for_flat_sockets()
    {
        var sent = new Signal(SignalKind.Change) { Position = 3, Change = 7, User = 5, Author = 6, Content = new Content(new Said(Odd)) };

        var heard = Signal.Read(sent.ToBytes());

        (heard.Kind, heard.Cursor, heard.User, heard.Author).ShouldBe((SignalKind.Change, new Cursor(3, 7), 5, 6));
        heard.Content!.Nested.ShouldBe(sent.Content.Nested);
        heard.Content.Flat.ShouldBeSameAs(heard.Content.Nested);
    }

    [Fact]
    public void A_change_arrives_with_a_frame_of_its_own_for_flat_sockets()
    {
        var sent = new Signal(SignalKind.Change) { Position = 3, Change = 7, Content = new Content(new SaidBoth(Odd)) };

        var heard = Signal.Read(sent.ToBytes());

        Text(heard.Content!.Nested).ShouldBe(Odd);
        Text(heard.Content.Flat).ShouldBe($"flat {Odd}");
        heard.Content.Nested.ShouldBe(sent.Content.Nested);
        heard.Content.Flat.ShouldBe(sent.Content.Flat);
    }

    [Fact]
    public void A_receipt_arrives()
    {
        var heard = Signal.Read(new Signal(SignalKind.Receipt)
        {
            Change = 7,
            User = 5,
            Starts = [1, 4, long.MaxValue],
            Content = new Content(new Said("read")),
        }.ToBytes());

        (heard.Kind, heard.Change, heard.User).ShouldBe((SignalKind.Receipt, 7, 5));
        heard.Starts.ShouldBe([1, 4, long.MaxValue]);
        Text(heard.Content!.Nested).ShouldBe("read");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Typing_arrives(bool isTyping)
    {
        var heard = Signal.Read(new Signal(SignalKind.Typing) { User = 5, Username = "jürgen", IsTyping = isTyping }.ToBytes());

        (heard.Kind, heard.User, heard.Username, heard.IsTyping, heard.Content).ShouldBe((SignalKind.Typing, 5, "jürgen", isTyping, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mute_arrives_with_its_time_to_the_microsecond(bool isMuted)
    {
        var asOf = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddMicroseconds(678_901);

        var heard = Signal.Read(new Signal(SignalKind.Mute) { IsMuted = isMuted, AsOf = asOf }.ToBytes());

        (heard.Kind, heard.IsMuted, heard.AsOf).ShouldBe((SignalKind.Mute, isMuted, asOf));
        heard.AsOf!.Value.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void An_end_arrives_with_its_frame()
    {
        var heard = Signal.Read(new Signal(SignalKind.End) { Position = 3, Change = 8, Content = new Content(new Said("over")) }.ToBytes());

        (heard.Kind, heard.Cursor).ShouldBe((SignalKind.End, new Cursor(3, 8)));
        Text(heard.Content!.Nested).ShouldBe("over");
    }

    [Fact]
    public void A_user_arrives()
    {
        var heard = Signal.Read(new Signal(SignalKind.User) { User = long.MaxValue }.ToBytes());

        (heard.Kind, heard.User, heard.Content).ShouldBe((SignalKind.User, long.MaxValue, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"Change\"")]
    [InlineData("{\"kind\":\"Nonsense\"}")]
    [InlineData("{\"kind\":\"Change\",\"position\":\"x\"}")]
    [InlineData("\n{\"kind\":\"Change\"}")]
    public void What_is_none_is_refused(string text) =>
        Should.Throw<JsonException>(() => Signal.Read(Encoding.UTF8.GetBytes(text)));

    private static string? Text(byte[] frame) => JsonSerializer.Deserialize<JsonElement>(frame).GetProperty("text").GetString();
}
