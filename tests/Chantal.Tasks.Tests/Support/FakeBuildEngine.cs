using System.Collections;
using Microsoft.Build.Framework;

namespace Chantal.Tasks.Tests.Support;

/// <summary>What a task sees of a build: it remembers what was logged, and keeps what tasks share until the build ends.</summary>
internal sealed class FakeBuildEngine : IBuildEngine6, IDisposable
{
    private readonly Dictionary<object, object> _shared = [];

    /// <summary>The codes of the errors, in order.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>The sentences of the errors, in order.</summary>
    public List<string> Sentences { get; } = [];

    /// <summary>The codes of the warnings, in order.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The sentences of the warnings, in order.</summary>
    public List<string> WarningSentences { get; } = [];

    /// <summary>The messages, in order.</summary>
    public List<string> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "test.proj";

    public bool IsRunningMultipleNodes => false;

    public void LogErrorEvent(BuildErrorEventArgs e)
    {
        Errors.Add(e.Code);
        Sentences.Add(e.Message ?? "");
    }

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        Warnings.Add(e.Code);
        WarningSentences.Add(e.Message ?? "");
    }

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogCustomEvent(CustomBuildEventArgs e) => Messages.Add(e.Message ?? "");

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _shared.GetValueOrDefault(key);

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) => _shared.Add(key, obj);

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _shared.Remove(key, out var shared) ? shared : null;

    public void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => new Dictionary<string, string>();

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) => throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject, string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties, string[] toolsVersion, bool returnTargetOutputs) => throw new NotSupportedException();

    /// <summary>Ends the build.</summary>
    public void Dispose()
    {
        foreach (var shared in _shared.Values.OfType<IDisposable>())
        {
            shared.Dispose();
        }
    }
}
