using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Observability;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Features.Accounts;

/// <summary>Counts those who were not let in because of their password.</summary>
internal sealed class PasswordMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _refused = meters.OfService().CreateCounter<long>(
        "connectify.logins.refused", "{attempt}", "Passwords that were wrong, or not looked at because too many were.");

    internal void RefusedWrong() => Refused("wrong_password");

    internal void RefusedUnseen() => Refused("too_many_attempts");

    private void Refused(string reason)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, Tag("connectify.refusal.kind", reason));
        }
    }
}
