namespace Connectify.Infrastructure.Realtime;

/// <summary>What sockets listen to, by number.</summary>
internal readonly record struct Topic(long Id);
