namespace Chantal.Definitions;

/// <summary>The address under which the publish root is served, as <c>PublicUrl</c> says.</summary>
internal static class PublicAddress
{
    /// <summary>The address, with a slash at its end, or null if none is given.</summary>
    public static Uri? Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.TextOrNull("PublicUrl") is not { } given ? null
            : Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0 ? url
            : throw DefinitionDiagnostics.Invalid("PublicUrl", given, "the address of the publish root, such as https://mirror.example/");
    }
}
