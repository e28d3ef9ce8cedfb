using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Infrastructure.Attachments;

public sealed class SignedUrlsTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private SignedUrls Urls => Signed("a key of the tests, which is long enough");

    [Fact]
    public void A_URL_is_valid_for_three_quarters_of_its_lifetime_at_least_and_never_longer()
    {
        for (var minute = 0; minute < 60; minute++, _clock.Advance(TimeSpan.FromMinutes(1)))
        {
            var rest = Rest(Urls.Sign("/a/"))!.Value;

            rest.ShouldBeInRange(TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(60));
        }
    }

    [Fact]
    public void It_stays_the_same_for_a_while()
    {
        var urls = new HashSet<string>();

        for (var minute = 0; minute < 60; minute++, _clock.Advance(TimeSpan.FromMinutes(1)))
        {
            urls.Add(Urls.Sign("/a/"));
        }

        urls.Count.ShouldBeInRange(4, 5);
    }

    [Fact]
    public void It_ends()
    {
        var url = Urls.Sign("/a/");

        _clock.Advance(TimeSpan.FromMinutes(60));

        Rest(url).ShouldBeNull();
    }

    [Fact]
    public void Another_key_signs_otherwise() =>
        Rest(Signed("another key of the tests, which is long enough").Sign("/a/")).ShouldBeNull();

    private SignedUrls Signed(string key) => new(
        Options.Create(new AuthOptions { SigningKey = key }), Options.Create(new AttachmentsOptions()), _clock);

    private TimeSpan? Rest(string url)
    {
        var query = url.Split('?')[1].Split('&');

        return Urls.Rest(url.Split('?')[0], new UrlSignature(query[0].Split('=')[1], query[1].Split('=')[1]));
    }
}
