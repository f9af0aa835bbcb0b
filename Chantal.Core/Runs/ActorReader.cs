using System.Reflection;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Runs;

/// <summary>Finds out who runs a build: the build systems say it in variables, each in its own.</summary>
/// <param name="variable">Gives the value of an environment variable.</param>
internal sealed class ActorReader(Func<string, string?> variable)
{
    private const int MostCharacters = 500;

    // By the variable that only one of them has.
    private static readonly BuildSystem[] Systems =
    [
        new("TF_BUILD", "BUILD_REQUESTEDFOR", "BUILD_BUILDNUMBER", "{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}", "BUILD_SOURCEVERSION"),
        new("GITHUB_ACTIONS", "GITHUB_ACTOR", "GITHUB_RUN_NUMBER", "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}", "GITHUB_SHA"),
        new("GITLAB_CI", "GITLAB_USER_LOGIN", "CI_PIPELINE_IID", "{CI_JOB_URL}", "CI_COMMIT_SHA"),
        new("JENKINS_URL", "BUILD_USER_ID", "BUILD_TAG", "{BUILD_URL}", "GIT_COMMIT"),
    ];

    /// <summary>Who runs this build.</summary>
    /// <param name="folder">Where the definitions are: their commit is that of the working tree around it, where the build system names none.</param>
    public Actor Read(string folder)
    {
        var system = Systems.FirstOrDefault(s => Value(s.Mark) is not null);
        return new Actor((system is null ? null : Value(system.User)) ?? Environment.UserName, Environment.MachineName, Version())
        {
            Build = system is null ? null : Value(system.Build),
            BuildUrl = system is null ? null : Expand(system.Url),
            Commit = (system is null ? null : Value(system.Commit)) ?? GitCommit.Of(folder),
        };
    }

    // It is kept and shown: without the login of a URL and control characters, and not of any length.
    private string? Value(string name) => variable(name)?.Trim() is { Length: > 0 } value ? Printable.Escape(Credentials.Hide(value.Length > MostCharacters ? value[..MostCharacters] : value)) : null;

    // Half an address leads nowhere.
    private string? Expand(string url)
    {
        var parts = url.Split('{', '}');
        for (var part = 1; part < parts.Length; part += 2)
        {
            if (Value(parts[part]) is not { } value)
            {
                return null;
            }

            parts[part] = value;
        }

        return string.Concat(parts);
    }

    private static string Version() => typeof(ActorReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private sealed record BuildSystem(string Mark, string User, string Build, string Url, string Commit);
}
