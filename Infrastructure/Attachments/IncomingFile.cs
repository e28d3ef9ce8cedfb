namespace Connectify.Infrastructure.Attachments;

/// <summary>A file that came with a request. It lies aside until it is kept, and is gone when this is disposed.</summary>
/// <param name="Part">The part of the form that it came in.</param>
/// <param name="FileName">As its sender calls it, made harmless.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Head">Its beginning.</param>
internal sealed record IncomingFile(string Part, string FileName, string Path, long Size, ReadOnlyMemory<byte> Head) : IDisposable
{
    public void Dispose() => File.Delete(Path);
}
