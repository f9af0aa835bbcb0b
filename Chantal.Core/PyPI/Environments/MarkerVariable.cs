namespace Chantal.PyPI.Environments;

/// <summary>What a marker can ask about (dependency specifiers; the last two are PEP 751's).</summary>
internal enum MarkerVariable
{
    /// <summary><c>os_name</c>.</summary>
    OsName,

    /// <summary><c>sys_platform</c>.</summary>
    SysPlatform,

    /// <summary><c>platform_machine</c>.</summary>
    PlatformMachine,

    /// <summary><c>platform_python_implementation</c>.</summary>
    PlatformPythonImplementation,

    /// <summary><c>platform_release</c>: the kernel's, which no definition knows.</summary>
    PlatformRelease,

    /// <summary><c>platform_system</c>.</summary>
    PlatformSystem,

    /// <summary><c>platform_version</c>: the kernel's, which no definition knows.</summary>
    PlatformVersion,

    /// <summary><c>python_version</c>.</summary>
    PythonVersion,

    /// <summary><c>python_full_version</c>.</summary>
    PythonFullVersion,

    /// <summary><c>implementation_name</c>.</summary>
    ImplementationName,

    /// <summary><c>implementation_version</c>.</summary>
    ImplementationVersion,

    /// <summary><c>extra</c>: the extra for which a requirement is looked at.</summary>
    Extra,

    /// <summary><c>extras</c>: those that a lock file is installed with.</summary>
    Extras,

    /// <summary><c>dependency_groups</c>: those that a lock file is installed with.</summary>
    DependencyGroups,
}
