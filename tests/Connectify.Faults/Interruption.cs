using System.Runtime.InteropServices;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>On Ctrl+C everything that the suite has started ends with it.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly House _house;
    private readonly PosixSignalRegistration[] _signals;

    internal Interruption(House house)
    {
        _house = house;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        Executable.KillAll();
        _house.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Environment.Exit(130);
    }
}
