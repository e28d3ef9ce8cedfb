using Connectify.Infrastructure;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Configuration;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class BackplaneOptionsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_the_setting_there_is_none(string? given) => Read(given).Redis.ShouldBeNull();

    [Fact]
    public void A_redis_that_is_away_neither_stops_the_start_nor_is_waited_for()
    {
        var redis = Read("redis.example.com:6380,password=secret,abortConnect=true").Redis!;

        redis.AbortOnConnectFail.ShouldBeFalse();
        redis.Password.ShouldBe("secret");
        redis.EndPoints.ShouldHaveSingleItem().ToString().ShouldEndWith("redis.example.com:6380");
        redis.ConnectTimeout.ShouldBe(2000);
    }

    [Fact]
    public void What_the_setting_says_comes_before_what_is_usual() =>
        Read("redis.example.com,connectTimeout=7000").Redis!.ConnectTimeout.ShouldBe(7000);

    [Fact]
    public void Several_nodes_of_a_cluster_can_be_named() =>
        Read("one.example.com:7000,two.example.com:7001").Redis!.EndPoints.Count.ShouldBe(2);

    [Theory]
    [InlineData("password=secret")]
    [InlineData("redis.example.com,password=secret,connectTimeout=soon")]
    [InlineData("redis.example.com,password=secret,ssl=perhaps")]
    [InlineData("redis.example.com,password=secret,nonsense=1")]
    [InlineData("redis.example.com:port,password=secret,sslProtocols=none of them")]
    public void One_that_cannot_be_read_is_named_in_one_line_without_its_password(string given)
    {
        var refused = Should.Throw<CannotStartException>(() => Read(given));

        refused.Message.ShouldContain("ConnectionStrings:Redis");
        refused.Message.ShouldNotContain("secret");
        refused.Message.ShouldNotContain("\n");
    }

    private static BackplaneOptions Read(string? given) => BackplaneOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Redis", given)]).Build());
}
