using Connectify.Infrastructure;
using Connectify.Infrastructure.Observability;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Connectify.Features.Accounts;

/// <summary>What accounts need beyond the database and tokens.</summary>
internal static class AccountsSetup
{
    internal static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AccountsOptions>(AccountsOptions.Section);
        builder.AddSettings<BootstrapOptions>(BootstrapOptions.Section)
            .Validate(options => options.HasOrganization, "Bootstrap:Organization: a name of 1 to 100 characters is required.")
            .Validate(options => options.HasUsername, "Bootstrap:Username: 3 to 50 letters, digits, dots, underscores and hyphens are required.")
            .Validate(options => options.HasEmail, "Bootstrap:Email: an email address is required.")
            .Validate(options => options.HasPassword, "Bootstrap:Password: 8 to 128 characters are required.");

        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddCounters<PasswordMetrics>();
        builder.Services.AddSingleton<PasswordAttempts>();
        builder.Services.AddSingleton<Registrations>();
        builder.Services.AddSingleton<Bootstrap>();

        // The one refusal of authorization itself, in the document's words.
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            bearer.Events.OnForbidden = context => Refusals.AwaitingActivation.ExecuteAsync(context.HttpContext));

        return builder;
    }

    /// <summary>Makes sure of the first organization and its superuser. The database has to be migrated.</summary>
    internal static Task BootstrapAccounts(this WebApplication app) =>
        app.Services.GetRequiredService<Bootstrap>().Run(app.Lifetime.ApplicationStopping);
}
