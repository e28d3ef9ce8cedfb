using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>The service as it is deployed: published once for a whole run, from the sources beside the suite.</summary>
internal static class Publication
{
    /// <summary>Publishes the service into a folder.</summary>
    internal static async Task<string> Publish(string folder)
    {
        var root = Root();
        var outcome = await Command.Run("/bin/sh", [
            "-c", "cd \"$0\" && exec dotnet publish Connectify.csproj -c Release --use-current-runtime -o \"$1\" -p:RunAnalyzers=false -v q", root, folder]);

        return outcome.Code == 0 ? folder : throw new InvalidOperationException($"The service cannot be published: {outcome.Output}");
    }

    /// <summary>The folder of the repository.</summary>
    internal static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Connectify.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The suite has to lie in its repository.");
    }
}
