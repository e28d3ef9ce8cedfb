namespace Connectify.Infrastructure.Attachments;

/// <summary>What a file is, by its own bytes; its name says only which kind of text or of archive it is.</summary>
/// <param name="Type">image, video, audio or document.</param>
/// <param name="ContentType">Never its sender's word.</param>
internal sealed record ContentKind(string Type, string ContentType)
{
    internal const string Image = "image";
    internal const string Video = "video";
    internal const string Audio = "audio";
    internal const string Document = "document";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv",
        [".md"] = "text/markdown",
        [".json"] = "application/json",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".svg"] = "image/svg+xml",
        [".xml"] = "application/xml",
        [".js"] = "text/javascript",
        [".css"] = "text/css",
        [".ics"] = "text/calendar",
        [".vcf"] = "text/vcard",
    };

    private static readonly Dictionary<string, string> Archives = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odp"] = "application/vnd.oasis.opendocument.presentation",
        [".epub"] = "application/epub+zip",
    };

    private static readonly Dictionary<string, string> OldOffice = new(StringComparer.OrdinalIgnoreCase)
    {
        [".doc"] = "application/msword",
        [".xls"] = "application/vnd.ms-excel",
        [".ppt"] = "application/vnd.ms-powerpoint",
    };

    // What may hold a film and may hold a voice alone; the beginning does not tell which.
    private static readonly string[] Containers = ["mp4", "webm", "ogg", "3gpp"];

    /// <summary>True for what can be claimed.</summary>
    internal static bool IsType(string type) => type is Image or Video or Audio or Document;

    /// <summary>The kind of a file that begins like this and is called so.</summary>
    internal static ContentKind Of(ReadOnlySpan<byte> head, string fileName)
    {
        var ending = Path.GetExtension(fileName);

        return Signatures.TypeOf(head) switch
        {
            null => OfNoSignature(head, fileName),
            "application/zip" => new(Document, Archives.GetValueOrDefault(ending, "application/zip")),
            "application/x-ole-storage" => new(Document, OldOffice.GetValueOrDefault(ending, "application/x-ole-storage")),
            var type when type.Split('/')[0] is Image or Video or Audio => new(type.Split('/')[0], type),
            var type => new(Document, type),
        };
    }

    /// <summary>The kind of a file whose bytes say nothing, or are not what they say.</summary>
    internal static ContentKind OfNoSignature(ReadOnlySpan<byte> head, string fileName) => new(
        Document,
        Signatures.IsText(head) && Signatures.TypeOf(head) is null
            ? Texts.GetValueOrDefault(Path.GetExtension(fileName), "text/plain")
            : "application/octet-stream");

    /// <summary>
    /// The kind under which its sender wants it, or null where it is none such. Any file may be sent as a document.
    /// </summary>
    internal ContentKind? As(string? claimed) =>
        string.IsNullOrEmpty(claimed) || claimed == Type ? this
        : claimed == Document ? this with { Type = Document }
        : claimed is Audio or Video && Type is Audio or Video && Containers.Contains(ContentType.Split('/')[1])
            ? new(claimed, $"{claimed}/{ContentType.Split('/')[1]}")
        : null;
}
