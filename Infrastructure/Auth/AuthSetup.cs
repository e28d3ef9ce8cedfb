using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Connectify.Infrastructure.Auth;

/// <summary>
/// Bearer tokens. One is accepted as long as it is ours, has not expired and its session lives; then the request has
/// its <see cref="Me"/>. Sockets may carry the token as <c>?token=</c> or as the subprotocol pair <c>bearer, token</c>.
/// </summary>
internal static class AuthSetup
{
    internal static WebApplicationBuilder AddJwtAuthentication(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AuthOptions>(AuthOptions.Section)
            .PostConfigure<IHostEnvironment>(MakeKeyInDevelopment)
            .Validate(options => options.HasKey, "Jwt:SigningKey: a key of 32 bytes or more is required.");

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Tokens>();
        builder.Services.AddSingleton<Sessions>();

        // AddAuthentication would bring data protection along, and that keeps keys of its own in the user's home.
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = JwtBearerDefaults.AuthenticationScheme;
            authentication.AddScheme<JwtBearerHandler>(JwtBearerDefaults.AuthenticationScheme, displayName: null);
        });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<Tokens>(Configure);

        // A token is accepted without a caller where the account awaits its activation: that is the one 403 from here.
        builder.Services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(authorization => Me.Of((HttpContext)authorization.Resource!) is not null)
            .Build());

        return builder;
    }

    private static void Configure(JwtBearerOptions bearer, Tokens tokens)
    {
        bearer.MapInboundClaims = false;
        bearer.IncludeErrorDetails = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters = tokens.AccessTokens();
        bearer.Events = new JwtBearerEvents { OnMessageReceived = TakeFromSocket, OnTokenValidated = Recognize };
    }

    private static Task TakeFromSocket(MessageReceivedContext context)
    {
        var request = context.Request;

        if (request.Path.StartsWithSegments("/ws") && request.Headers.Authorization.Count == 0)
        {
            var protocols = request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");

            context.Token = protocols is ["bearer", var token, ..] ? token : request.Query["token"];
        }

        return Task.CompletedTask;
    }

    private static async Task Recognize(TokenValidatedContext context)
    {
        var http = context.HttpContext;
        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        var sessions = http.RequestServices.GetRequiredService<Sessions>();

        if (Tokens.Number(identity, JwtRegisteredClaimNames.Sub) is not { } userId
            || Tokens.Number(identity, Tokens.Session) is not { } sessionId
            || await sessions.Find(userId, sessionId, http.RequestAborted) is not { } account
            || account.Status is AccountStatus.Deactivated)
        {
            context.Fail("The session has ended.");
        }
        else if (account.Status is AccountStatus.Active || AwaitingActivation.IsAllowed(http))
        {
            http.Features.Set(new Me(userId, account.Username, sessionId, context.SecurityToken.ValidTo));
        }
    }

    private static void MakeKeyInDevelopment(AuthOptions options, IHostEnvironment environment)
    {
        if (options.SigningKey.Length == 0 && environment.IsDevelopment())
        {
            options.SigningKey = DevelopmentKey.Of(environment.ContentRootPath);
        }
    }
}
