using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>What is no WebSocket protocol (RFC 6455), and what a client does that breaks off in the middle.</summary>
public sealed class SocketProtocolTests(InputsApp app) : IClassFixture<InputsApp>
{
    private const byte Text = 0x81;
    private const byte TextBegins = 0x01;
    private const byte Close = 0x88;

    public static TheoryData<string, byte[], int> Violations => new()
    {
        { "not masked", [Text, 15, .. "{\"type\":\"ping\"}"u8], 1002 },
        { "a reserved bit", RawSocket.Frame(0xc1, [.. "{}"u8]), 1002 },
        { "another reserved bit", RawSocket.Frame(0x91, [.. "{}"u8]), 1002 },
        { "a kind of data that is none", RawSocket.Frame(0x83, [.. "{}"u8]), 1002 },
        { "a kind of control that is none", RawSocket.Frame(0x8b), 1002 },
        { "a continuation of nothing", RawSocket.Frame(0x80, [.. "{}"u8]), 1002 },
        { "a message within a message", [.. RawSocket.Frame(TextBegins, [.. "{"u8]), .. RawSocket.Frame(Text, [.. "{}"u8])], 1002 },
        { "a ping in parts", RawSocket.Frame(0x09), 1002 },
        { "a ping of 126 bytes", RawSocket.Frame(0x89, new byte[126]), 1002 },
        { "a length of 2^63", [Text, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002 },
        { "half a close code", RawSocket.Frame(Close, 3), 1002 },
        { "close code 0", RawSocket.Frame(Close, 0, 0), 1002 },
        { "close code 999", RawSocket.Frame(Close, 0x03, 0xe7), 1002 },
        { "close code 1005", RawSocket.Frame(Close, 0x03, 0xed), 1002 },
        { "close code 1006", RawSocket.Frame(Close, 0x03, 0xee), 1002 },
        { "close code 1015", RawSocket.Frame(Close, 0x03, 0xf7), 1002 },
        { "close code 65535", RawSocket.Frame(Close, 0xff, 0xff), 1002 },
        { "a reason that is no UTF-8", RawSocket.Frame(Close, 0x03, 0xe8, 0xff), 1002 },
        { "text that is no UTF-8", RawSocket.Frame(Text, 0xff), 1007 },
        { "an overlong slash", RawSocket.Frame(Text, 0xc0, 0xaf), 1007 },
        { "half a pair of surrogates", RawSocket.Frame(Text, 0xed, 0xa0, 0x80), 1007 },
        { "a character that never ends", RawSocket.Frame(Text, 0xf0, 0x9f, 0x98), 1007 },
        { "a character that an empty part ends", [.. RawSocket.Frame(TextBegins, 0xd7), .. RawSocket.Frame(0x80)], 1007 },
        { "a character that ends wrongly in the next part", [.. RawSocket.Frame(TextBegins, 0xf0, 0x9f), .. RawSocket.Frame(0x80, 0x20)], 1007 },
    };

    public static TheoryData<string, byte[]> Beginnings => new()
    {
        { "a message of 2^62 bytes", [Text, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "{\"type\":"u8] },
        { "half a header", [Text] },
        { "half a message", RawSocket.Frame(TextBegins, [.. "{\"type\":\"message\",\"content\":\"half"u8]) },
        { "a frame that ends early", [.. RawSocket.Frame(Text, new byte[100])[..50]] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Violations), DisableDiscoveryEnumeration = true)]
    public async Task What_breaks_the_protocol_closes_with_its_code(string what, byte[] bytes, int code)
    {
        using var talk = await app.Talk();
        using var socket = await RawSocket.Open(app, talk.Alice, talk.Chat);

        await socket.Send(bytes);

        (await socket.CloseCode()).ShouldBe(code, what);
        await talk.OfBob.ShouldBeSilent();
        app.Log.TakeWrong().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Beginnings), DisableDiscoveryEnumeration = true)]
    public async Task A_client_that_breaks_off_leaves_nothing(string what, byte[] bytes)
    {
        using var talk = await app.Talk();

        using (var socket = await RawSocket.Open(app, talk.Alice, talk.Chat))
        {
            await socket.Send(bytes);
        }

        while (app.Sockets.Count(socket => socket.Me.Id == talk.Alice.Id) > 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        await talk.OfBob.ShouldBeSilent();
        (await talk.Alice.Messages(talk.Chat)).ShouldBeEmpty(what);
        app.Log.TakeWrong().ShouldBeEmpty();
    }

    [Fact]
    public async Task Compression_is_not_agreed_to()
    {
        using var talk = await app.Talk();
        using var socket = await RawSocket.Open(
            app, talk.Alice, talk.Chat, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");

        socket.Handshake.ShouldStartWith("HTTP/1.1 101 ");
        socket.Handshake.ShouldNotContain("Sec-WebSocket-Extensions");

        // As it would be sent by a client that takes it for agreed.
        await socket.Send(RawSocket.Frame(0xc1, 0xaa, 0x56, 0x2a, 0x01, 0x00));
        (await socket.CloseCode()).ShouldBe(1002);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 12\r\n")]
    [InlineData("Sec-WebSocket-Protocol: x\r\n")]
    [InlineData("Sec-WebSocket-Protocol: bearer\r\n")]
    [InlineData("Sec-WebSocket-Protocol: bearer,\r\n")]
    [InlineData("Sec-WebSocket-Extensions: \u0001,;;\r\n")]
    [InlineData("Origin: https://evil.example\r\nOrigin: http://localhost\r\n")]
    [InlineData("Sec-WebSocket-Key: x\r\n")]
    public async Task An_odd_handshake_is_refused_or_taken_and_does_no_harm(string header)
    {
        using var talk = await app.Talk();
        using var socket = await RawSocket.Open(app, talk.Alice, talk.Chat, header);

        int.Parse(socket.Handshake.Split(' ')[1]).ShouldBeLessThan(500);
        Answers.Tells(socket.Handshake).ShouldBeFalse();
        app.Log.TakeWrong().ShouldBeEmpty();
        await talk.OfBob.ShouldBeSilent();
    }
}
