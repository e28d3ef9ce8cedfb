using System.Reflection;
using System.Text.RegularExpressions;

namespace Connectify.Tests.Conventions;

public sealed partial class StatementTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    // Every constant text, as Type.Name.
    private static readonly ILookup<string, FieldInfo> Constants = Slices.Service.GetTypes()
        .SelectMany(type => type.GetFields(Any))
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .ToLookup(field => $"{Outermost(field.DeclaringType!).Name}.{field.Name}");

    private static readonly IReadOnlyList<(SourceFile File, string Argument)> Calls =
    [
        .. Repository.Sources("Features").Concat(Repository.Sources("Infrastructure"))
            .SelectMany(file => Call().Matches(file.Code).Select(match => (file, match.Groups[1].Value))),
    ];

    [Fact]
    public void Every_statement_is_a_constant_with_its_name_in_it()
    {
        Calls.ShouldNotBeEmpty();
        var nameless = Calls.Where(call => !StatementsOf(call.File, call.Argument).All(HasName));

        nameless.Select(call => $"{call.File.Path}: {call.Argument}")
            .ShouldBeEmpty("A statement is a constant that has its name in a line above it, as in -- Messages.SendMessage.");
    }

    [Fact]
    public void No_two_statements_have_one_name()
    {
        var statements = Calls.SelectMany(call => StatementsOf(call.File, call.Argument)).OfType<FieldInfo>().Distinct();

        statements.Select(statement => NamesIn(statement)[^1]).ShouldBeUnique();
    }

    // The argument is one constant, or a choice between two.
    private static IEnumerable<FieldInfo?> StatementsOf(SourceFile file, string argument) =>
        (argument.Contains('?') ? argument.Split('?')[1].Split(':') : [argument])
        .Select(name => name.Trim())
        .Select(name => Constants[name.Contains('.') ? name : $"{file.Name}.{name}"].FirstOrDefault());

    // The last of them is what the others prepare.
    private static bool HasName(FieldInfo? statement) =>
        statement is not null
        && NamesIn(statement) is [.., var name]
        && (name.StartsWith($"{statement.DeclaringType!.Namespace!.Split('.')[^1]}.", StringComparison.Ordinal)
            || name.StartsWith($"{Outermost(statement.DeclaringType).Name}.", StringComparison.Ordinal));

    private static List<string> NamesIn(FieldInfo statement) =>
        [.. Name().Matches(TextOf(statement)).Select(match => match.Groups[1].Value)];

    private static string TextOf(FieldInfo statement) => (string)statement.GetRawConstantValue()!;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    [GeneratedRegex(@"\bdb\.(?:Query\w*|Execute)(?:<[^()]+>)?\(\s*([^,]+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"^-- (\w+(?:\.\w+)+)$", RegexOptions.Multiline)]
    private static partial Regex Name();
}
