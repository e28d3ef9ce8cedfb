using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Two nodes that hear of each other from their database alone, by the check as it is set without a setting.</summary>
public sealed class WithoutRedis : TwoNodes;
