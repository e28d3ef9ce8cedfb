using Connectify.Infrastructure.CommandLine;

namespace Connectify.Tests.Infrastructure.CommandLine;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("migrate")]
    [InlineData("users create --username bob")]
    [InlineData("usres create")]
    [InlineData("--help")]
    [InlineData("-h")]
    public void A_word_or_a_wish_for_help_is_a_command(string arguments) =>
        Arguments.AreCommand(arguments.Split(' ')).ShouldBeTrue();

    [Theory]
    [InlineData("--urls http://localhost:5081")]
    [InlineData("--Jwt:SigningKey=a=b")]
    [InlineData("--Jwt:SigningKey migrate")]
    [InlineData("urls=http://localhost:5081")]
    [InlineData("/urls http://localhost:5081")]
    [InlineData("")]
    public void Settings_are_none(string arguments) => Arguments.AreCommand(arguments.Split(' ')).ShouldBeFalse();

    [Fact]
    public void Nothing_is_none() => Arguments.AreCommand([]).ShouldBeFalse();

    [Fact]
    public void Settings_are_taken_out_of_a_command_wherever_they_stand()
    {
        var (command, settings) = Arguments.Part(
            ["--Jwt:Issuer=me", "users", "create", "--environment", "Staging", "--username", "bob", "--ConnectionStrings:Connectify", "Host=db;Password=a=b", "--json"]);

        command.ShouldBe(["users", "create", "--username", "bob", "--json"]);
        settings.ShouldBe(["--Jwt:Issuer=me", "--environment=Staging", "--ConnectionStrings:Connectify=Host=db;Password=a=b"]);
    }
}
