using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>Every refusal by name, as an example of itself.</summary>
internal sealed class RefusalCatalogue(Type refusals)
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What they are called.</summary>
    internal IEnumerable<string> Names => refusals.GetProperties(Any).Select(property => property.Name).Concat(
        refusals.GetMethods(Any).Where(method => method is { IsSpecialName: false, IsPrivate: false } && method.ReturnType == typeof(ProblemHttpResult))
            .Select(method => method.Name));

    /// <summary>The refusal of that name: a property, or a method, which is called with sample arguments.</summary>
    internal ProblemDetails Find(string name)
    {
        var refusal = refusals.GetProperty(name, Any) is { } property
            ? property.GetValue(null)
            : refusals.GetMethod(name, Any) is { } method
                ? method.Invoke(null, [.. method.GetParameters().Select(Sample)])
                : throw new InvalidOperationException($"There is no refusal {name} in {refusals.Name}.");

        return ((ProblemHttpResult)refusal!).ProblemDetails;
    }

    private static object Sample(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

        return type switch
        {
            _ when type == typeof(long) => 5L,
            _ when type == typeof(int) => 5,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(5),
            _ when type == typeof(string) => parameter.Name!,
            _ when type.IsAssignableFrom(typeof(string[])) => new[] { "username1", "username2" },
            _ => throw new InvalidOperationException($"There is no sample of {type.Name} for a refusal."),
        };
    }
}
