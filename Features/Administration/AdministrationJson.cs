using System.Text.Json.Serialization;

namespace Connectify.Features.Administration;

// Not among those that the service knows: no answer of it has one of these.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateOrganization.Created))]
[JsonSerializable(typeof(ListOrganizations.Row[]))]
[JsonSerializable(typeof(AddUser.Added))]
[JsonSerializable(typeof(SetUserRole.Changed), TypeInfoPropertyName = "ChangedRole")]
[JsonSerializable(typeof(SetPassword.Changed), TypeInfoPropertyName = "ChangedPassword")]
[JsonSerializable(typeof(MigrateDatabase.Migrated))]
[JsonSerializable(typeof(CheckSetup.Finding[]))]
internal sealed partial class AdministrationJson : JsonSerializerContext;
