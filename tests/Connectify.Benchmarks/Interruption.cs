using System.Runtime.InteropServices;
using Connectify.Benchmarks.Staging;
using Connectify.Faults.Staging;

namespace Connectify.Benchmarks;

/// <summary>On Ctrl+C everything that was started ends with the run.</summary>
internal sealed class Interruption : IDisposable
{
    private const int Interrupted = 130;

    private readonly Bench _bench;
    private readonly PosixSignalRegistration[] _signals;

    internal Interruption(Bench bench)
    {
        _bench = bench;
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
            _bench.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"{_bench.Folder} is left: {e.Message}");
        }
        finally
        {
            // The run goes on until the exit, and may have started something meanwhile.
            Executable.KillAll();
            Environment.Exit(Interrupted);
        }
    }
}
