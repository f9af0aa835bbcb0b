namespace Chantal.Sdk.Tests.Support;

/// <summary>The pipelines in the checkout, and the scripts that they call.</summary>
public static class Pipelines
{
    /// <summary>Their directory.</summary>
    public static string Root { get; } = Path.Combine(Checkout.Root, "pipelines");

    /// <summary>The directory of the scripts.</summary>
    public static string Scripts { get; } = Path.Combine(Root, "scripts");

    /// <summary>The text of a file.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));
}
