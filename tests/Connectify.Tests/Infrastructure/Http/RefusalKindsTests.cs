using Connectify.Features;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Http.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class RefusalKindsTests
{
    private readonly RefusalCatalogue _catalogue = new(typeof(Refusals));

    [Fact]
    public void A_refusal_is_counted_by_its_name()
    {
        var kinds = new RefusalKinds(_catalogue);

        kinds.Of(Refusals.NotAMember.ProblemDetails).ShouldBe("not_a_member");
        kinds.Of(Refusals.TooManyMessages(TimeSpan.FromSeconds(7)).ProblemDetails).ShouldBe("too_many_messages");
        kinds.Of(Refusals.UnknownReply.ProblemDetails).ShouldBe("invalid_input");
        kinds.Of(new ProblemDetails { Status = 503 }).ShouldBe("unavailable");
        kinds.Of(Problem.Of(503, "Come back", (Problem.RetryAfter, 5)).ProblemDetails).ShouldBe("crowded");
    }

    [Fact]
    public void A_text_that_may_hold_anything_is_no_kind()
    {
        var kinds = new RefusalKinds(_catalogue);

        kinds.Of(Refusals.UserNotInOrganization(4711).ProblemDetails).ShouldBe("rule");
        kinds.Of(Refusals.BlockedBy(["mallory"]).ProblemDetails).ShouldBe("rule");
        kinds.Of(new ProblemDetails { Status = 418, Detail = "mallory" }).ShouldBe("other");
    }

    [Fact]
    public void Every_refusal_has_a_kind() =>
        _catalogue.Names.Select(name => new RefusalKinds(_catalogue).Of(_catalogue.Find(name)))
            .ShouldAllBe(kind => kind.Length > 0 && kind.All(letter => letter == '_' || char.IsAsciiLetterLower(letter)));
}
