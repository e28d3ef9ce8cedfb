using System.Diagnostics;
using Connectify.Features.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Connectify.Tests.Features.Accounts;

public sealed class PasswordsTests : IDisposable
{
    private readonly Passwords _passwords = new(Options.Create(new PasswordHasherOptions()));

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task The_right_password_is_right_and_no_other()
    {
        var hash = await _passwords.Hash("connectify", TestContext.Current.CancellationToken);

        (await IsRight("connectify", hash)).ShouldBeTrue();
        (await IsRight("Connectify", hash)).ShouldBeFalse();
        (await IsRight("connectify ", hash)).ShouldBeFalse();
        (await IsRight("connectify", null)).ShouldBeFalse();
        (await IsRight("", null)).ShouldBeFalse();
    }

    [Fact]
    public async Task No_part_of_a_long_password_is_left_out()
    {
        var longest = new string('x', 128);
        var hash = await _passwords.Hash(longest, TestContext.Current.CancellationToken);

        (await IsRight(longest, hash)).ShouldBeTrue();
        (await IsRight(longest[..^1] + "y", hash)).ShouldBeFalse();
        (await IsRight(longest + "x", hash)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_that_nobody_has_and_a_password_that_is_too_long_take_as_long_as_a_wrong_password()
    {
        var hash = await _passwords.Hash("connectify", TestContext.Current.CancellationToken);
        var wrong = await Fastest("wrong password", hash);

        // A hundredth would be what it is without the pains taken; a busy machine makes of equals a half.
        (await Fastest("wrong password", null)).ShouldBeGreaterThan(wrong / 4);
        (await Fastest(new string('x', 100_000), hash)).ShouldBeGreaterThan(wrong / 4);
    }

    [Fact]
    public async Task A_digest_depends_on_the_password_and_the_salt_alone()
    {
        var digest = await Digest("connectify", "salt");

        (await Digest("connectify", "salt")).ShouldBe(digest);
        (await Digest("connectify", "pepper")).ShouldNotBe(digest);
        (await Digest("Connectify", "salt")).ShouldNotBe(digest);
    }

    private Task<bool> IsRight(string password, string? hash) =>
        _passwords.IsRight(password, hash, TestContext.Current.CancellationToken);

    private Task<string> Digest(string password, string salt) =>
        _passwords.Digest(password, salt, TestContext.Current.CancellationToken);

    private async Task<TimeSpan> Fastest(string password, string? hash)
    {
        var fastest = TimeSpan.MaxValue;

        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await IsRight(password, hash);
            var elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return fastest;
    }
}
