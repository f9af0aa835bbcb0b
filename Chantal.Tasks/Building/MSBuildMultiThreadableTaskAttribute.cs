namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task may run beside others in one process (<c>dotnet build -mt</c>): it asks for no working directory and no environment of its own, and
/// what it shares is safe for threads. MSBuild looks for an attribute of this name on the class, whoever defines it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
