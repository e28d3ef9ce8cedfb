using System.Reflection;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Internal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Runs the <c>Validator</c> that stands beside a slice's <c>Request</c> before its handler. What it refuses is a 400
/// with <c>errors</c> by member.
/// </summary>
internal static class Validation
{
    // Address.ZipCode is address.zip_code.
    static Validation() =>
        ValidatorOptions.Global.PropertyNameResolver = (_, _, expression) =>
            string.Join('.', PropertyChain.FromExpression(expression).ToString().Split('.')
                .Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    /// <summary>Validates the bodies of every endpoint below.</summary>
    internal static TBuilder ValidateBodies<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilterFactory((endpoint, next) =>
        {
            var parameters = endpoint.MethodInfo.GetParameters();
            var index = Array.FindIndex(parameters, parameter => ValidatorOf(parameter.ParameterType) is not null);

            if (index < 0)
            {
                return next;
            }

            // Made for the first who needs it: its rules are compiled, and the start would wait for those of all requests.
            var validator = new Lazy<IValidator>(() => Create(parameters[index].ParameterType, endpoint.ApplicationServices)!);

            return async call => Check(validator.Value, call.Arguments[index]!) ?? await next(call);
        });

    // A body that its handler reads is validated when it is read.
    private static ProblemHttpResult? Check(IValidator validator, object argument)
    {
        if (argument is Body body)
        {
            body.Validator = validator;

            return null;
        }

        return Errors(validator, argument) is { } errors ? Problem.Invalid(errors) : null;
    }

    /// <summary>The validator of a request or frame, or null where it has none.</summary>
    internal static IValidator? Create(Type request, IServiceProvider services) =>
        ValidatorOf(request) is { } type ? (IValidator)ActivatorUtilities.CreateInstance(services, type) : null;

    /// <summary>What is wrong with a request by member, or null.</summary>
    internal static Dictionary<string, string[]>? Errors(IValidator validator, object request)
    {
        var result = validator.Validate(new ValidationContext<object>(request));

        return result.IsValid
            ? null
            : result.Errors
                .GroupBy(error => error.PropertyName, error => error.ErrorMessage)
                .ToDictionary(errors => errors.Key, errors => errors.ToArray());
    }

    private static Type? ValidatorOf(Type parameter) =>
        Body.RequestIn(parameter) is { } request ? ValidatorBeside(request) : ValidatorBeside(parameter);

    private static Type? ValidatorBeside(Type request) =>
        request.DeclaringType?.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public)
            .SingleOrDefault(type => type.IsAssignableTo(typeof(IValidator<>).MakeGenericType(request)));
}
