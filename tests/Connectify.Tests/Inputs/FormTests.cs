using System.Net;
using System.Text;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>Forms that are none, and files with names that are none.</summary>
public sealed class FormTests(InputsApp app) : InConversation<InputsApp>(app)
{
    private const string File = "--b\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"a.txt\"\r\n\r\nsome text";
    private const string Text = "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nhello";

    public static TheoryData<string, string, string> Broken => new()
    {
        { "no boundary", "multipart/form-data", $"{Text}\r\n--b--\r\n" },
        { "an empty boundary", "multipart/form-data; boundary=", $"{Text}\r\n--b--\r\n" },
        { "another boundary", "multipart/form-data; boundary=other", $"{Text}\r\n--b--\r\n" },
        { "a boundary that is too long", $"multipart/form-data; boundary={new string('b', 71)}", $"{Text}\r\n--b--\r\n" },
        { "no end", "multipart/form-data; boundary=b", $"{Text}\r\n{File}" },
        { "half an end", "multipart/form-data; boundary=b", $"{Text}\r\n{File}\r\n--" },
        { "an end in the headers", "multipart/form-data; boundary=b", $"{Text}\r\n--b\r\nContent-Disposition: form-data; name=\"att" },
        { "a header of a megabyte", "multipart/form-data; boundary=b", $"{Text}\r\n--b\r\nX: {new string('x', 1 << 20)}\r\n\r\nx\r\n--b--\r\n" },
        { "a thousand headers", "multipart/form-data; boundary=b", $"{Text}\r\n--b\r\n{string.Concat(Enumerable.Range(0, 1000).Select(number => $"X{number}: y\r\n"))}\r\nx\r\n--b--\r\n" },
        { "ten thousand parts", "multipart/form-data; boundary=b", $"{string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 10_000))}{Text}\r\n--b--\r\n" },
        { "nothing", "multipart/form-data; boundary=b", "" },
        { "no parts", "multipart/form-data; boundary=b", "--b--\r\n" },
        { "a text twice", "multipart/form-data; boundary=b", $"{Text}\r\n{Text}\r\n--b--\r\n" },
        { "text that is no UTF-8", "multipart/form-data; boundary=b", $"{Text}\ue000\r\n--b--\r\n" },
        { "a NUL", "multipart/form-data; boundary=b", $"{Text}\0\r\n--b--\r\n" },
        { "a field for a file", "multipart/form-data; boundary=b", $"{Text}\r\n{File.Replace("; filename=\"a.txt\"", "")}\r\n--b--\r\n" },
        { "a reply to nothing", "multipart/form-data; boundary=b", $"{File}\r\n{Text.Replace("content", "reply_to")}\r\n--b--\r\n" },
        { "a form in a part", "multipart/form-data; boundary=b", "--b\r\nContent-Type: multipart/form-data; boundary=c\r\n\r\n--c\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nx\r\n--c--\r\n--b--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_broken_form_is_refused_and_stores_nothing(string what, string type, string body)
    {
        using var wire = new Wire(App.BaseAddress);
        var attempt = new Attempt("alice", what, "POST", $"{ChatVerbs.ConversationsPath}{Chat}/send_message/", [("Content-Type", type)], Odd.Bytes(body));

        var answer = (await wire.Send(attempt.Bytes(Alice.Token))).ShouldNotBeNull();

        answer.Status.ShouldBe(400, $"{answer}");
        answer.ShouldBeSafe("nothing is marked here");
        App.IncomingFiles().ShouldBe(0);
        (await Alice.Messages(Chat)).ShouldBeEmpty();
        App.Log.TakeWrong().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 1000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1000000\r\n")]
    public async Task A_client_that_goes_away_in_the_middle_of_a_file_leaves_nothing(string rest)
    {
        using var wire = new Wire(App.BaseAddress);

        await wire.Send(
            Encoding.ASCII.GetBytes(
                $"POST {ChatVerbs.ConversationsPath}{Chat}/send_message/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Alice.Token}\r\n"
                + $"Content-Type: multipart/form-data; boundary=b\r\n{rest}{File}{new string('x', 100_000)}"),
            isAll: true);

        await Alice.Say(Chat, "after");
        (await Alice.Messages(Chat)).ShouldHaveSingleItem().Attachments.ShouldBeEmpty();
        App.Log.TakeWrong().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\\\..\\\\x")]
    [InlineData("/abs/olute.txt")]
    [InlineData("a\0.txt")]
    [InlineData("a%0d%0aSet-Cookie: x=y.txt")]
    [InlineData("a\u202etxt.exe")]
    [InlineData("CON")]
    [InlineData(";rm -rf .txt")]
    [InlineData("..")]
    [InlineData(" ")]
    [InlineData("\ue000.txt")]
    [InlineData("👩‍👩‍👧‍👦.txt")]
    [InlineData("a.txt\"; filename*=utf-7''x; y=\"z")]
    [InlineData("a.txt\"; filename*=x-klingon''x; y=\"z")]
    [InlineData("a.txt\"; filename*=UTF-8''..%2f..%2fx%0d%0a%00; y=\"z")]
    [InlineData("a.txt\"; filename*=UTF-8''%ff%fe; y=\"z")]
    [InlineData("a\\\"; filename=\\\"b.html")]
    public async Task An_odd_file_name_is_a_name_and_nothing_else(string name)
    {
        using var wire = new Wire(App.BaseAddress);
        var attempt = new Attempt(
            "alice", name, "POST", $"{ChatVerbs.ConversationsPath}{Chat}/send_message/", [("Content-Type", "multipart/form-data; boundary=b")],
            Odd.Bytes($"{File.Replace("a.txt", name)}\r\n--b--\r\n"));

        var answer = (await wire.Send(attempt.Bytes(Alice.Token))).ShouldNotBeNull();
        answer.ShouldBeSafe("nothing is marked here");

        if (answer.Status == (int)HttpStatusCode.Created)
        {
            var file = (await Alice.Messages(Chat)).ShouldHaveSingleItem().Attachments.ShouldHaveSingleItem();
            file.FileName.IndexOfAny(['/', '\\', '\0', '\r', '\n', '\u202e']).ShouldBe(-1, file.FileName);
            file.FileName.ShouldNotBeNullOrWhiteSpace();
            var download = (await wire.Send(new Attempt("nobody", name, "GET", file.Url, [], null).Bytes(null))).ShouldNotBeNull();
            download.Text.ShouldBe("some text");
            download.Header("Content-Disposition")!.ShouldStartWith("attachment;");
            download.Header("X-Content-Type-Options").ShouldBe("nosniff");
            download.Header("Set-Cookie").ShouldBeNull();
        }
        else
        {
            answer.Status.ShouldBe(400, $"{answer}");
        }

        App.Log.TakeWrong().ShouldBeEmpty();
    }
}
