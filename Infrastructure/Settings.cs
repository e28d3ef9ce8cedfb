using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure;

/// <summary>Sections of the settings as types, looked at once, before anything starts.</summary>
internal static class Settings
{
    /// <summary>
    /// Binds a section to a type and checks its annotations (<c>[Required]</c>, <c>[Range]</c>, …). What is wrong stops
    /// the start with a line that names the key. Give every <see cref="TimeSpan"/> a range: <c>30</c> means 30 days.
    /// </summary>
    internal static OptionsBuilder<T> AddSettings<T>(this WebApplicationBuilder builder, string section)
        where T : class
    {
        builder.Services.AddSingleton<IValidateOptions<T>>(new Check<T>(section));

        return builder.Services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    private sealed class Check<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var errors = new List<ValidationResult>();

            return Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(errors.Select(error => $"{Key(error)}: {error.ErrorMessage}"));
        }

        private string Key(ValidationResult error) =>
            error.MemberNames.FirstOrDefault() is { } member ? $"{section}:{member}" : section;
    }
}
