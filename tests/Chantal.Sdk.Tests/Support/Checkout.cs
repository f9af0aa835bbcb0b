namespace Chantal.Sdk.Tests.Support;

/// <summary>The checkout that these tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its directory: the one above the tests that holds <c>chantal.proj</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "chantal.proj"))
            ? directory
            : Find(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No chantal.proj above the tests."));
}
