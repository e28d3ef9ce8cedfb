using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Microsoft.Extensions.DependencyInjection;
using NetVips;

namespace Connectify.Tests.Support;

/// <summary>What people do with files, and files to do it with.</summary>
internal static class FileVerbs
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A file to be sent.</summary>
    internal sealed record Sample(string Name, byte[] Content);

    internal static Sample Text(string name = "notes.txt", string text = "some text") => new(name, Encoding.UTF8.GetBytes(text));

    /// <summary>An image in the format of its name's ending.</summary>
    internal static Sample Picture(string name = "picture.png", int width = 64, int height = 32)
    {
        using var grey = Image.Black(width, height, 3) + 100;
        using var small = grey.Cast(Enums.BandFormat.Uchar);
        using var image = small.Copy(interpretation: Enums.Interpretation.Srgb);

        return new(name, image.WriteToBuffer(Path.GetExtension(name)));
    }

    internal static Sample Random(string name, int size)
    {
        var content = new byte[size];
        System.Random.Shared.NextBytes(content);

        return new(name, content);
    }

    /// <summary>A form with fields and files, in this order.</summary>
    internal static MultipartFormDataContent Form(
        IEnumerable<(string Name, string Value)> fields, params Sample[] files) => FormOf("attachments", fields, files);

    /// <summary>A form with fields, and files under a name of their own.</summary>
    internal static MultipartFormDataContent FormOf(
        string part, IEnumerable<(string Name, string Value)> fields, params Sample[] files)
    {
        var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };

        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var file in files)
        {
            var content = new ByteArrayContent(file.Content);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/html");
            content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{part}\"; filename=\"{file.Name}\"");
            form.Add(content);
        }

        return form;
    }

    internal static Task<HttpResponseMessage> SendForm(
        this Person me, long chat, HttpContent form, string? key = null) =>
        me.Post($"{ChatVerbs.ConversationsPath}{chat}/send_message/", form, key);

    internal static Task<HttpResponseMessage> SendFiles(
        this Person me, long chat, string content, string? key, params Sample[] files) =>
        me.SendForm(chat, Form([("content", content)], files), key);

    /// <summary>Sends files that are taken.</summary>
    internal static async Task<Message> SayFiles(this Person me, long chat, params Sample[] files)
    {
        using var answer = await me.SendFiles(chat, "", null, files);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancel));

        return await answer.Read<Message>();
    }

    /// <summary>Sends one file, said to be of a type where one is given.</summary>
    internal static Task<HttpResponseMessage> SendFile(this Person me, long chat, Sample file, string? type = null) =>
        me.SendForm(chat, Form(type is null ? [] : [("attachment_types", type)], file));

    /// <summary>Opens a URL without a token.</summary>
    internal static async Task<HttpResponseMessage> Open(
        this App app, string url, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
        }

        return await client.SendAsync(request, Cancel);
    }

    internal static Task<byte[]> Bytes(this HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync(Cancel);

    /// <summary>How many files are on their way in.</summary>
    internal static int IncomingFiles(this App app) => Directory.GetFiles(Path.Combine(app.Files, "incoming")).Length;

    /// <summary>The keys that rows own.</summary>
    internal static async Task<string[]> OwnedKeys(this App app) => await app.Value<string[]>(
        """
        SELECT coalesce(array_agg(key), '{}')
          FROM (SELECT file_key AS key FROM attachments
                UNION ALL SELECT thumbnail_key FROM attachments WHERE thumbnail_key IS NOT NULL
                UNION ALL SELECT file_key FROM avatars) keys
        """) ?? [];

    /// <summary>Sweeps now, as if hours had passed.</summary>
    internal static async Task SweepLater(this App app)
    {
        await app.Run("UPDATE loose_files SET since = since - interval '2 hours'");

        foreach (var left in Directory.EnumerateFiles(Path.Combine(app.Files, "incoming")))
        {
            File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));
        }

        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
    }

    internal static Task<long> LooseFiles(this App app) => app.Value<long>("SELECT count(*) FROM loose_files");

    /// <summary>Every file in the folder has its row, every row its file, and nothing is on its way.</summary>
    internal static async Task ShouldHaveNoLeftFiles(this App app)
    {
        app.IncomingFiles().ShouldBe(0);
        (await app.LooseFiles()).ShouldBe(0);
        (await app.StoredKeys()).ShouldBe(await app.OwnedKeys(), ignoreOrder: true);
    }
}
