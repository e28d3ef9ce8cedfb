using System.Reflection;
using System.Text.Json;
using Connectify.Infrastructure.Http;
using CsCheck;

namespace Connectify.Tests.Inputs;

/// <summary>JSON objects with the members of a request or frame: some as they should be, some odd, some not theirs.</summary>
internal sealed class Objects(World world)
{
    private static readonly Gen<string> Foreign = Gen.OneOf(
        "\"role\":\"SUPERUSER\"", "\"is_superuser\":true", "\"is_admin\":true", "\"is_active\":false", "\"id\":1", "\"sender_id\":1",
        "\"user_id\":1", "\"username\":\"alice\"", "\"organization_id\":1", "\"position\":1", "\"created_at\":\"2000-01-01T00:00:00Z\"",
        "\"user\":{\"id\":1,\"role\":\"SUPERUSER\"}", "\"message\":{\"id\":1,\"sender_id\":1}", "\"__proto__\":{\"x\":1}", "\"type\":\"message\"",
        "\"\":1", "\"\\ud800\":1", "\"\\u0000\":1", "\"a.b[0]\":{}", "\"password_hash\":\"x\"", "\"is_deleted\":true", "\"kind\":\"group\"");

    /// <summary>An object for a type by the parameters of its constructor.</summary>
    internal Gen<string> Of(Type type, params string[] always) =>
        Gen.Frequency((2, Of(type, always, oddity: 1)), (3, Of(type, always, oddity: 12)));

    /// <summary>The members of a type.</summary>
    internal static IEnumerable<string> NamesOf(Type type) =>
        Members(type).Select(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name!));

    /// <summary>The members of a type that hold text.</summary>
    internal static IEnumerable<string> TextsOf(Type type) =>
        Members(type).Where(member => Bare(member.ParameterType) == typeof(string))
            .Select(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name!));

    private Gen<string> Of(Type type, string[] always, int oddity)
    {
        var members = Members(type).Select(member =>
            Member(JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name!), member.ParameterType, oddity));
        var foreign = Gen.Frequency(
            (6, Gen.Const("")),
            (1, Foreign),
            (1, Foreign.Select(Odd.Json, (member, value) => $"{member[..member.IndexOf(':')]}:{value}")));

        return Odd.Each<string>([.. always.Select(Gen.Const), .. members, foreign])
            .Select(all => $"{{{string.Join(',', all.Where(member => member.Length > 0))}}}");
    }

    private static ParameterInfo[] Members(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(constructor => constructor.GetParameters())
            .Where(parameters => parameters is not [var only] || only.ParameterType != type)
            .MaxBy(parameters => parameters.Length) ?? [];

    private Gen<string> Member(string name, Type type, int oddity)
    {
        var fine = Fine(name, Bare(type));
        var odd = Odd.Json;

        return Gen.Frequency(
            (30, fine.Select(value => $"\"{name}\":{value}")),
            (oddity, odd.Select(value => $"\"{name}\":{value}")),
            (3, Gen.Const("")),
            (1, Gen.Select(fine, odd, (first, second) => $"\"{name}\":{first},\"{name}\":{second}")));
    }

    private Gen<string> Fine(string name, Type type) => (name, type) switch
    {
        (_, _) when type == typeof(bool) => Gen.OneOf("true", "false"),
        ("reply_to", _) => Gen.Frequency((2, Gen.Const("null")), (1, IdOf(name))),
        (_, _) when type == typeof(long) || type == typeof(int) => IdOf(name),
        (_, _) when type != typeof(string) && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) =>
            IdOf(name).Array[0, 5].Select(ids => $"[{string.Join(',', ids)}]"),
        ("username", _) => Names(""),
        ("email", _) => Names("@example.com"),
        ("password" or "new_password", _) => Gen.OneOf("\"connectify\"", "\"wrong one\"", "\"12345678\"", Odd.Quote(new string('é', 128))),
        ("current_password", _) => Gen.Const("\"wrong one\""),
        ("refresh_token", _) => Gen.OneOf("\"e30.e30.e30\"", "\"\"", "\"x\""),
        ("role", _) => Gen.OneOf("\"USER\"", "\"STAFF\"", "\"ADMIN\"", "\"SUPERUSER\"", "\"admin\"", "\"member\"", "\"user \""),
        ("dob", _) => Gen.OneOf("\"1990-01-01\"", "\"1899-12-31\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"2024-02-30\"", "\"10000-01-01\"", "null"),
        ("profile_image" or "avatar", _) => Gen.OneOf("\"http://example.com/x.png\"", "\"javascript:alert(1)\"", "\"http://\"", "\"//x\"", "null"),
        ("client_message_id", _) => Gen.Frequency(
            (3, Gen.Const("null")),
            (2, Gen.Int[0, int.MaxValue].Select(key => $"\"{key}\"")),
            (1, Gen.OneOf("\"key\"", "\"\"", Odd.Quote(new string('k', 64)), Odd.Quote(new string('k', 65))))),
        ("emoji", _) => Gen.OneOf("\"👍\"", "\"❤️\"", "\"👩‍👩‍👧‍👦🏽\"", "\" \"", "\"a b\"", "\"<script>\"", Odd.Quote(new string('x', 65))),
        _ => Odd.Text.Select(Odd.Quote),
    };

    private Gen<string> IdOf(string name)
    {
        var ids = name switch
        {
            _ when name.StartsWith("organization", StringComparison.Ordinal) => world.Organizations,
            "reply_to" or "up_to" or "message_id" or "message_ids" => world.Messages,
            _ => world.Users,
        };

        return Gen.Select(Gen.OneOf(ids), Gen.OneOf(0, 0, 0, 0, 1, -1, 4_711_000), (id, beside) => $"{id + beside}");
    }

    private Gen<string> Names(string end) =>
        Gen.Frequency(
            (1, Gen.OneOf(world.Usernames)),
            (1, Gen.Int[0, int.MaxValue].Select(number => $"new-{number}")),
            (1, Odd.Text)).Select(name => Odd.Quote(name + end));

    private static Type Bare(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner
            ? Bare(inner)
            : type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Optional<>)
                ? Bare(type.GetGenericArguments()[0])
                : type;
}
