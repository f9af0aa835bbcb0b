namespace Chantal.PyPI.Versions;

/// <summary>How a specifier compares versions (PEP 440).</summary>
internal enum SpecifierOperator
{
    /// <summary><c>~=</c>: this one or a later one of the same series.</summary>
    Compatible,

    /// <summary><c>==</c>, also with <c>.*</c>.</summary>
    Equal,

    /// <summary><c>!=</c>, also with <c>.*</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>===</c>: the same text.</summary>
    Arbitrary,
}
