namespace Chantal.PyPI.Environments;

/// <summary>What one wheel runs on: <c>cp311-cp311-manylinux_2_17_x86_64</c> (PEP 425). Always in lower case.</summary>
/// <param name="Python">The interpreter: <c>cp311</c>, <c>py3</c>.</param>
/// <param name="Abi">The binary interface: <c>cp311</c>, <c>abi3</c>, <c>none</c>.</param>
/// <param name="Platform">The platform: <c>win_amd64</c>, <c>any</c>.</param>
internal readonly record struct WheelTag(string Python, string Abi, string Platform)
{
    /// <summary>The platform of wheels without compiled code.</summary>
    public const string AnyPlatform = "any";

    /// <summary>The binary interface of wheels that call no interpreter's.</summary>
    public const string NoAbi = "none";

    /// <inheritdoc/>
    public override string ToString() => $"{Python}-{Abi}-{Platform}";
}
