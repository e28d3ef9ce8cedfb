using System.Text;
using Connectify.Infrastructure.Attachments;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>The fields of a form, and its files, which lie aside.</summary>
internal sealed record ReadForm(IReadOnlyList<(string Name, string Value)> Fields, IReadOnlyList<IncomingFile> Files);

/// <summary>
/// Reads forms as they arrive: files go to the disk piece by piece, and nothing grows beyond its limit. What is begun is
/// taken back when the rest cannot be read.
/// </summary>
internal sealed class FormReader(IOptions<Limits> limits, Staging staging)
{
    private const int MostParts = 2_000;
    private const int LongestBoundary = 70;
    private const int Piece = 64 * 1024;
    private const int Head = 4096;

    // Throws at what is no UTF-8.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadHttpRequestException">It is no form, is broken (400) or too large (413).</exception>
    /// <exception cref="InvalidInputException">A part is not as expected.</exception>
    /// <exception cref="StoreUnavailableException">A file cannot be written.</exception>
    internal async Task<ReadForm> Read(HttpRequest request, IReadOnlyList<FilePartAttribute> parts, CancellationToken cancel)
    {
        var fields = new List<(string, string)>();
        var files = new List<IncomingFile>();

        try
        {
            await Read(request, parts, fields, files, cancel);

            return new ReadForm(fields, files);
        }
        catch (Exception e)
        {
            files.ForEach(file => file.Dispose());

            // What the reader of parts throws at what is no form.
            if (e is InvalidDataException or (IOException and not BadHttpRequestException))
            {
                throw new BadHttpRequestException("The form is broken.", e);
            }

            throw;
        }
    }

    private async Task Read(
        HttpRequest request,
        IReadOnlyList<FilePartAttribute> parts,
        List<(string, string)> fields,
        List<IncomingFile> files,
        CancellationToken cancel)
    {
        var reader = new MultipartReader(BoundaryOf(request), request.Body, Piece);
        var left = limits.Value.JsonBody;

        for (var count = 0; await reader.ReadNextSectionAsync(cancel) is { } section; count++)
        {
            if (count == MostParts)
            {
                throw new BadHttpRequestException("The form has too many parts.");
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            var part = parts.FirstOrDefault(part => part.Name == name);
            var isFile = disposition.Parameters.Any(parameter => parameter.Name.StartsWith("filename", StringComparison.OrdinalIgnoreCase));

            if (part is not null && isFile)
            {
                await Take(part, FileNameOf(disposition), section.Body, files, cancel);
            }
            else if (part is not null)
            {
                throw new InvalidInputException(name, "A file was expected.");
            }
            else if (!isFile)
            {
                var value = await ReadText(name, section.Body, left, cancel);
                left -= Utf8.GetByteCount(value);
                fields.Add((name, value));
            }
        }
    }

    private static string FileNameOf(ContentDispositionHeaderValue disposition)
    {
        try
        {
            if (disposition.FileNameStar is { HasValue: true } encoded)
            {
                return HeaderUtilities.RemoveQuotes(encoded).ToString();
            }
        }
        catch (NotSupportedException)
        {
            // It is in UTF-7, which is not decoded any more; the other name is left.
        }

        return HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
    }

    private async Task Take(
        FilePartAttribute part, string fileName, Stream content, List<IncomingFile> files, CancellationToken cancel)
    {
        var most = part.Most(limits.Value);
        var file = await Stage(part.Name, fileName, content, cancel);

        // A browser sends this for a file that was not chosen.
        if (file.Size == 0 && fileName.Length == 0)
        {
            file.Dispose();

            return;
        }

        files.Add(file);

        if (file.Size == 0)
        {
            throw new InvalidInputException(part.Name, $"{file.FileName} is empty.");
        }

        if (files.Count(other => other.Part == part.Name) > most)
        {
            throw new InvalidInputException(part.Name, most == 1 ? "One file was expected." : $"At most {most} files were expected.");
        }
    }

    private async Task<IncomingFile> Stage(string part, string fileName, Stream content, CancellationToken cancel)
    {
        var path = staging.NewPath();

        try
        {
            var buffer = new byte[Piece];
            var head = new MemoryStream(Head);
            var size = 0L;

            await using (var file = Open(path))
            {
                while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
                {
                    if ((size += read) > limits.Value.FileSize)
                    {
                        throw new BadHttpRequestException("A file is too large.", Status413PayloadTooLarge);
                    }

                    head.Write(buffer, 0, (int)Math.Min(read, Head - head.Length));
                    await Write(file, buffer.AsMemory(0, read));
                }
            }

            return new IncomingFile(part, FileNames.Clean(fileName), path, size, head.ToArray());
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return Disk.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(e.Message, mayHaveArrived: false, e);
        }
    }

    private static async Task Write(FileStream file, ReadOnlyMemory<byte> piece)
    {
        try
        {
            await file.WriteAsync(piece, CancellationToken.None);
        }
        catch (IOException e)
        {
            // The disk is full, for one.
            throw new StoreUnavailableException(e.Message, mayHaveArrived: false, e);
        }
    }

    private static async Task<string> ReadText(string name, Stream content, int most, CancellationToken cancel)
    {
        using var text = new MemoryStream();
        var buffer = new byte[Head];

        while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (text.Length + read > most)
            {
                throw new BadHttpRequestException("The fields are too large.", Status413PayloadTooLarge);
            }

            text.Write(buffer, 0, read);
        }

        try
        {
            return Utf8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(name.Length > 0 ? name : UnreadableJson.Body, "The text is not valid Unicode.");
        }
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : throw new BadHttpRequestException("The form has no boundary.");
}
