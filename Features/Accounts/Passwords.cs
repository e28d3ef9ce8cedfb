using System.Security.Cryptography;
using System.Text;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Accounts;

/// <summary>
/// Hashes passwords and looks whether one is right. That is slow on purpose, so only so many run at once that the
/// machine keeps a processor for everybody else; the rest wait their turn.
/// </summary>
internal sealed class Passwords(IOptions<PasswordHasherOptions> options) : IDisposable
{
    private static readonly object Anybody = new();

    private readonly PasswordHasher<object> _hasher = new(options);
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Lazy<string> _hashOfNobody =
        new(() => new PasswordHasher<object>(options).HashPassword(Anybody, Guid.NewGuid().ToString()));

    public void Dispose() => _turns.Dispose();

    internal Task<string> Hash(string password, CancellationToken cancel) =>
        InTurn(() => _hasher.HashPassword(Anybody, password), cancel);

    /// <summary>
    /// Whether a password has this hash. Without a hash, and for a password that is too long to be one, it is wrong
    /// after the same time, so that the time tells nobody which names exist.
    /// </summary>
    internal Task<bool> IsRight(string password, string? hash, CancellationToken cancel)
    {
        var isPossible = hash is not null && password.IsAtMost(AccountRules.LongestPassword);

        return InTurn(
            () =>
            {
                // Made in any case, so that the first name that nobody has is not the one to wait for it.
                var hashOfNobody = _hashOfNobody.Value;
                var result = _hasher.VerifyHashedPassword(
                    Anybody, isPossible ? hash! : hashOfNobody, isPossible ? password : "");

                return isPossible && result is not PasswordVerificationResult.Failed;
            },
            cancel);
    }

    /// <summary>A digest by which two requests with the same salt are compared, as dear to guess from as a hash.</summary>
    internal Task<string> Digest(string password, string salt, CancellationToken cancel) =>
        InTurn(
            () => Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(
                password, Encoding.UTF8.GetBytes(salt), options.Value.IterationCount, HashAlgorithmName.SHA512, 32)),
            cancel);

    private async Task<T> InTurn<T>(Func<T> work, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel);

        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _turns.Release();
        }
    }
}
