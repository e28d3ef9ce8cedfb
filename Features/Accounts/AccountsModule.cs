using Carter;
using Connectify.Infrastructure.Auth;

namespace Connectify.Features.Accounts;

internal sealed class AccountsModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/api/accounts").WithTags("Accounts");

        accounts.MapPost("/register", Register.Handle);
        accounts.MapPost("/login", LogIn.Handle);
        accounts.MapPost("/token/refresh", RefreshToken.Handle);
        accounts.MapPost("/logout", LogOut.Handle);

        var own = accounts.MapGroup("").RequireAuthorization();

        own.MapPost("/password", ChangePassword.Handle);
        own.MapGet("/profile", ShowProfile.Handle).AllowAwaitingActivation();
        own.MapPut("/profile", UpdateProfile.Handle);
        own.MapPatch("/profile", UpdateProfile.Handle);

        own.MapPost("/activate", ActivateUser.Handle);
        own.MapPost("/deactivate", DeactivateUser.Handle);
        own.MapPost("/reactivate", ReactivateUser.Handle);

        var organization = own.MapGroup("/organizations/{organizationId:long}");

        organization.MapPost("/join", JoinOrganization.Handle);
        organization.MapGet("/users", ListUsers.Handle);
        organization.MapPost("/users", CreateUser.Handle);
        organization.MapGet("/users/{userId:long}", ShowUser.Handle);
        organization.MapPut("/users/{userId:long}/role", ChangeUserRole.Handle);
    }
}
