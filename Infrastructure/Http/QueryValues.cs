namespace Connectify.Infrastructure.Http;

/// <summary>Reads the query of a request, for parameters that bind themselves.</summary>
internal static class QueryValues
{
    /// <summary>The text given under a name, or null where it is not given.</summary>
    /// <exception cref="InvalidInputException">It is given twice, or could not be stored.</exception>
    internal static string? Text(this IQueryCollection query, string name)
    {
        var values = query[name];

        return values.Count switch
        {
            0 => null,
            1 when values[0]!.Contains('\0') => throw new InvalidInputException(name, "The text holds a NUL character."),
            1 => values[0],
            _ => throw new InvalidInputException(name, "Give this parameter once."),
        };
    }

    /// <summary>The whole number of 1 or more given under a name, or null where it is not given.</summary>
    /// <exception cref="InvalidInputException">It is no such number. One beyond 64 bits is taken as the largest.</exception>
    internal static long? Number(this IQueryCollection query, string name)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length == 0 || !text.All(char.IsAsciiDigit) || text.All(digit => digit == '0'))
        {
            throw new InvalidInputException(name, "A whole number of 1 or more was expected.");
        }

        return long.TryParse(text, out var number) ? number : long.MaxValue;
    }
}
