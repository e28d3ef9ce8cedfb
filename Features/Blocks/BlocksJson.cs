using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Blocks;

[JsonSerializable(typeof(BlockUser.Request))]
[JsonSerializable(typeof(IReadOnlyList<Block>))]
internal sealed partial class BlocksJson : JsonSerializerContext
{
    [ModuleInitializer]
    internal static void Register() => Json.Know(Default);
}
