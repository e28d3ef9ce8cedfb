using System.Reflection;
using System.Runtime.CompilerServices;

namespace Connectify.Tests.Conventions;

public sealed class TypeTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] NamesThatSayNothing = ["Service", "Manager", "Helper", "Utils", "Common"];

    private static readonly IReadOnlyList<Type> Types =
    [
        .. Slices.Service.GetTypes().Where(type =>
            type.Namespace?.StartsWith("Connectify.", StringComparison.Ordinal) is true
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && !type.Name.StartsWith('<')),
    ];

    [Fact]
    public void Types_are_internal_and_sealed_or_static()
    {
        Types.ShouldNotBeEmpty();
        Types.Where(type => type.IsVisible).ShouldBeEmpty();
        Types.Where(type => type.IsClass && !type.IsSealed && !IsBase(type)).ShouldBeEmpty();
    }

    [Fact]
    public void Types_are_named_after_what_they_are() =>
        Types.Where(type => NamesThatSayNothing.Any(type.Name.EndsWith)).ShouldBeEmpty();

    [Fact]
    public void No_interface_has_only_one_implementation() =>
        Types.Where(type => type.IsInterface && Types.Count(other => other.IsClass && other.IsAssignableTo(type)) < 2)
            .ShouldBeEmpty();

    [Fact]
    public void Methods_of_our_own_do_not_end_in_Async()
    {
        var methods = Types.SelectMany(type => type.GetMethods(Declared)).Where(method => !method.IsVirtual).ToList();

        methods.ShouldNotBeEmpty();
        methods.Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "BindAsync")
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#region")]
    [InlineData("#pragma warning disable")]
    [InlineData("TODO")]
    [InlineData("Thread.Sleep")]
    [InlineData(".GetAwaiter().GetResult()")]
    [InlineData(".Wait()")]
    public void Some_things_are_not_written_here(string text)
    {
        var files = Repository.Sources("Features").Concat(Repository.Sources("Infrastructure"));

        files.Where(file => file.Text.Contains(text)).Select(file => file.Path).ShouldBeEmpty();
    }

    private static bool IsBase(Type type) =>
        type.IsAbstract || Types.Any(other => other.BaseType is { } parent
            && (parent == type || (parent.IsGenericType && parent.GetGenericTypeDefinition() == type)));
}
