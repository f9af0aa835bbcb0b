using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// What the tasks of one build share in one process: connections, the index, the mirror's lock. The engine keeps it and
/// disposes it when the build ends.
/// </summary>
internal static class BuildShared
{
    // Mirrors are built on threads of one process: of two that ask at the same time, one makes it.
    private static readonly Lock OneAtATime = new();

    public static T GetOrAdd<T>(IBuildEngine engine, string key, Func<T> make)
        where T : class, IDisposable
    {
        var objects = (IBuildEngine4)engine;
        var fullKey = $"Chantal:{typeof(T).FullName}:{key}";
        lock (OneAtATime)
        {
            if (objects.GetRegisteredTaskObject(fullKey, RegisteredTaskObjectLifetime.Build) is T existing)
            {
                return existing;
            }

            var made = make();
            objects.RegisterTaskObject(fullKey, made, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return made;
        }
    }

    /// <summary>What was added, or null.</summary>
    public static T? Find<T>(IBuildEngine engine, string key)
        where T : class, IDisposable =>
        ((IBuildEngine4)engine).GetRegisteredTaskObject($"Chantal:{typeof(T).FullName}:{key}", RegisteredTaskObjectLifetime.Build) as T;

    public static void Release<T>(IBuildEngine engine, string key)
        where T : class, IDisposable
    {
        var objects = (IBuildEngine4)engine;
        var existing = objects.UnregisterTaskObject($"Chantal:{typeof(T).FullName}:{key}", RegisteredTaskObjectLifetime.Build);
        (existing as IDisposable)?.Dispose();
    }
}
