using System.Runtime.InteropServices;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>On Ctrl+C everything that a run has started ends with it.</summary>
internal sealed class Interruption : IDisposable
{
    private const int Interrupted = 130;

    private readonly IAsyncDisposable _run;
    private readonly PosixSignalRegistration[] _signals;

    internal Interruption(IAsyncDisposable run)
    {
        _run = run;
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

        try
        {
            Executable.KillAll();
            _run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"Something is left: {e.Message}");
        }
        finally
        {
            // The run goes on until the exit, and may have started something meanwhile.
            Executable.KillAll();
            Environment.Exit(Interrupted);
        }
    }
}
