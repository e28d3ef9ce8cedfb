using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Accounts;

[JsonSerializable(typeof(Register.Request), TypeInfoPropertyName = "RegisterRequest")]
[JsonSerializable(typeof(LogIn.Request), TypeInfoPropertyName = "LogInRequest")]
[JsonSerializable(typeof(RefreshToken.Request), TypeInfoPropertyName = "RefreshTokenRequest")]
[JsonSerializable(typeof(LogOut.Request), TypeInfoPropertyName = "LogOutRequest")]
[JsonSerializable(typeof(ChangePassword.Request), TypeInfoPropertyName = "ChangePasswordRequest")]
[JsonSerializable(typeof(UpdateProfile.Request), TypeInfoPropertyName = "UpdateProfileRequest")]
[JsonSerializable(typeof(ActivateUser.Request), TypeInfoPropertyName = "ActivateUserRequest")]
[JsonSerializable(typeof(DeactivateUser.Request), TypeInfoPropertyName = "DeactivateUserRequest")]
[JsonSerializable(typeof(ReactivateUser.Request), TypeInfoPropertyName = "ReactivateUserRequest")]
[JsonSerializable(typeof(CreateUser.Request), TypeInfoPropertyName = "CreateUserRequest")]
[JsonSerializable(typeof(ChangeUserRole.Request), TypeInfoPropertyName = "ChangeUserRoleRequest")]
[JsonSerializable(typeof(ChangeUserRole.Response), TypeInfoPropertyName = "ChangeUserRoleResponse")]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(IssuedTokens))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Page<OrganizationUser>))]
[JsonSerializable(typeof(Done))]
internal sealed partial class AccountsJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}
