using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Changes those parts of a group chat that the request has, in a form also its avatar. Admins of it only.</summary>
internal static class UpdateGroupChat
{
    /// <param name="Name">1–100 characters.</param>
    /// <param name="Description">Up to 1,000 characters; null empties it.</param>
    /// <param name="Avatar">Null removes it; a new one comes as a file of a form.</param>
    [FilePart(GroupChats.Avatar.Part, "An image of at most 25 MiB.", IsSingle = true)]
    internal sealed record Request(Optional<string> Name, Optional<string> Description, Optional<string> Avatar)
    {
        internal static Request Example { get; } =
            new(new("Project Team"), new("Group chat for our project team"), new(null));
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Name).IsNameIfGiven();
            RuleFor(request => request.Description).IsDescriptionIfGiven();
            RuleFor(request => request.Avatar).Must(avatar => avatar.Value is null)
                .WithMessage("An image was expected, as a file of a form, or null.");
        }
    }

    [Refuses(
        nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound), nameof(Refusals.CannotUpdateGroupChat))]
    internal static async Task<Results<Ok<GroupChatDetail>, ProblemHttpResult>> Handle(
        ChatId chat, Body<Request> body, Me me, Uploads uploads, NpgsqlDataSource db, Hub hub, Sweeper sweeper,
        SignedUrls urls, CancellationToken cancel)
    {
        // Who is not in it is told so before the upload, and again by the statement.
        if (body.IsForm && await ChatRefusals.Why(chat, me, db, cancel) is { } refused)
        {
            return refused;
        }

        using var received = await body.Read(cancel);

        if (received.Refusal is { } invalid)
        {
            return invalid;
        }

        var avatar = await Avatar.Keep(received.Files, uploads, cancel);
        var row = await db.QueryOneLocked<ChangedGroupChat>(
            ChangedGroupChat.Sql, Changes(received.Request, avatar, chat, me), cancel);

        if (row?.Id != chat.Id)
        {
            await Avatar.Discard(avatar, uploads);
        }

        if (row is { Role: not MemberRole.Admin })
        {
            return Refusals.CannotUpdateGroupChat;
        }

        if (row?.Id == chat.Id)
        {
            sweeper.Wake();
            hub.Publish(
                ChatTopic.Of(chat.Id), new Cursor(row.LastPosition, row.LastChange), new ChatUpdated(chat.Id, row.ToShared(urls)));
        }

        return await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
    }

    private static object Changes(Request request, UploadedFile? avatar, ChatId chat, Me me) => new
    {
        ChatId = chat.Id,
        Me = me.Id,
        Name = request.Name.Value,
        Description = request.Description.IsGiven ? GroupChatRules.OrEmpty(request.Description.Value) : null,
        RemovesAvatar = request.Avatar.IsGiven,
        Keys = avatar?.Keys.ToArray() ?? [],
        AvatarKey = avatar?.Key,
        AvatarType = avatar?.Kind.ContentType,
        AvatarSize = avatar?.Size,
    };
}
