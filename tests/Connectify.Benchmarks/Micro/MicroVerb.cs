using BenchmarkDotNet.Running;

namespace Connectify.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks of this folder; what else is given is BenchmarkDotNet's, such as <c>--filter</c>.</summary>
internal static class MicroVerb
{
    // In this process: a program generated beside this one would be built by the rules of the house, which it breaks.
    internal static void Run(string[] args) =>
        BenchmarkSwitcher.FromAssembly(typeof(MicroVerb).Assembly).Run(["--inProcess", .. args]);
}
