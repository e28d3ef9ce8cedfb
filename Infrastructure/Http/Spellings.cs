namespace Connectify.Infrastructure.Http;

/// <summary>
/// Routes with more than one spelling or method, served by one handler. OpenAPI shows the first. Each is mapped by itself:
/// code that binds a handler is generated only where its address and the handler stand in one call.
/// </summary>
internal static class Spellings
{
    /// <summary>The method that asks whether a file is there, beside the GET that fetches it.</summary>
    internal static readonly string[] Head = [HttpMethods.Head];

    /// <summary>It is another way to say what is mapped above it.</summary>
    internal static RouteHandlerBuilder OtherSpelling(this RouteHandlerBuilder route) => route.ExcludeFromDescription();
}
