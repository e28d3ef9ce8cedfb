using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Tests.Infrastructure.Http.OpenApi;

internal static class FakeRefusals
{
    internal static ProblemHttpResult NotAMember => Problem.Of(403, "You are not a member of this group chat");
    internal static ProblemHttpResult Awaiting => Problem.Of(403, "Your account is awaiting activation");

    internal static ProblemHttpResult NoteExists(long noteId) =>
        Problem.Of(400, "Note already exists", ("note_id", noteId));

    internal static ProblemHttpResult BlockedBy(IReadOnlyList<string> usernames) =>
        Problem.Of(400, $"You are blocked by: {string.Join(", ", usernames)}");
}

/// <summary>What somebody wrote down.</summary>
/// <param name="Id">Never used twice.</param>
internal sealed record Note(long Id, string Text, DateTime? EditedAt)
{
    internal static Note Example => new(7, "Milk", EditedAt: null);
}

internal sealed record OtherNote(long Id);

/// <summary>Writes a note down. Nobody else sees it until <c>is_shared</c> is set.</summary>
internal static class WriteNote
{
    /// <param name="Text">At most 100 characters.</param>
    internal sealed record Request(string? Text, bool? IsShared, long? FolderId, string? FolderName)
    {
        internal static Request Example => new("Milk", IsShared: true, 5, FolderName: null);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Text).Must(text => text?.Length is > 0 and <= 100).WithMessage("This is required.");
            RuleFor(request => request.FolderId).NotNull().When(request => request.FolderName is null);
        }
    }

    [Refuses(nameof(FakeRefusals.NoteExists), nameof(FakeRefusals.BlockedBy), nameof(FakeRefusals.NotAMember))]
    internal static Results<Created<Note>, Ok<Note>, ProblemHttpResult> Handle(Request request, IdempotencyKey key) =>
        request.IsShared is true ? FakeRefusals.NotAMember : TypedResults.Ok(new Note(key.Value!.Length, request.Text!, null));
}

/// <summary>A page of notes</summary>
internal static class ListNotes
{
    internal static Ok<Page<Note>> Handle(PageQuery page) => TypedResults.Ok(page.Of<Note>(0, []));
}

/// <summary>Changes a note.</summary>
internal static class UpdateNote
{
    /// <param name="Text">Null clears it.</param>
    internal sealed record Request(Optional<string> Text, Optional<long> Colour);

    internal static Ok<Note> Handle(long noteId, Request request) =>
        TypedResults.Ok(new Note(noteId, request.Text.Value!, null));
}

/// <summary>Tears a note up.</summary>
internal static class DeleteNote
{
    internal static NoContent Handle(long noteId) => noteId > 0 ? TypedResults.NoContent() : throw new InvalidOperationException();
}
