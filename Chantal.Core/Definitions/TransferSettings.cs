using Chantal.Transfer;

namespace Chantal.Definitions;

/// <summary>Reads what a definition says of the transfer.</summary>
internal static class TransferSettings
{
    /// <param name="definition">The definition.</param>
    public static TransferOptions Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new TransferOptions
        {
            MaxParallelDownloads = definition.Number("MaxParallelDownloads"),
            MaxBandwidth = definition.BytesOrNull("MaxBandwidth"),
            MaxRetries = definition.Number("MaxRetries"),
            Timeout = definition.Duration("TransferTimeout") is var timeout && timeout > TimeSpan.Zero
                ? timeout
                : throw DefinitionDiagnostics.Invalid("TransferTimeout", definition.Text("TransferTimeout"), Vocabulary.Get("TransferTimeout").Form),
            UserAgent = definition.TextOrNull("UserAgent") ?? TransferOptions.OwnUserAgent,
            Proxy = definition.TextOrNull("Proxy"),
            CaBundle = definition.PathOrNull("CaBundle"),
            ClientCertificate = definition.PathOrNull("ClientCertificate"),
            ClientKey = definition.PathOrNull("ClientKey"),
            NetrcFile = definition.PathOrNull("NetrcFile"),
            AccessFile = definition.PathOrNull("AccessFile"),
        };
    }
}
