using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Observability;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Features.Accounts;

/// <summary>Counts those who were not let in because of their password.</summary>
internal sealed class PasswordMetrics(IMeterFactory meters) : IBeginsAtZero
{
    private const string Wrong = "wrong_password";
    private const string Unseen = "too_many_attempts";

    private readonly Counter<long> _refused = meters.OfService().CreateCounter<long>(
        "connectify.logins.refused", "{attempt}", "Passwords that were wrong, or not looked at because too many were.");

    public void Begin()
    {
        Count(0, Wrong);
        Count(0, Unseen);
    }

    internal void RefusedWrong() => Count(1, Wrong);

    internal void RefusedUnseen() => Count(1, Unseen);

    private void Count(int attempts, string reason)
    {
        if (_refused.Enabled)
        {
            _refused.Add(attempts, Tag("connectify.refusal.kind", reason));
        }
    }
}
