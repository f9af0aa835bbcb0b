using Chantal.Definitions;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Reads a definition's transfer properties, which travel as the metadata of one item.</summary>
internal static class TransferSettings
{
    /// <param name="item">The item.</param>
    /// <param name="pathOf">Makes a path of the definition absolute.</param>
    public static TransferOptions Read(ITaskItem? item, Func<string, string> pathOf)
    {
        var defaults = new TransferOptions();
        string? Setting(string name) => item?.GetMetadata(name).Trim() is { Length: > 0 } value ? value : null;
        string? SettingPath(string name) => Setting(name) is { } path ? pathOf(path) : null;

        return new TransferOptions
        {
            MaxParallelDownloads = Setting("MaxParallelDownloads") is { } parallel ? PropertyValue.Number("MaxParallelDownloads", parallel, 1, 256) : defaults.MaxParallelDownloads,
            MaxBandwidth = Setting("MaxBandwidth") is { } bandwidth ? PropertyValue.Bytes("MaxBandwidth", bandwidth, "bytes a second, such as 500K or 10M") : null,
            MaxRetries = Setting("MaxRetries") is { } retries ? PropertyValue.Number("MaxRetries", retries, 0, 100) : defaults.MaxRetries,
            Timeout = Setting("TransferTimeout") is { } timeout ? Timeout(timeout) : defaults.Timeout,
            UserAgent = Setting("UserAgent") ?? defaults.UserAgent,
            Proxy = Setting("Proxy"),
            CaBundle = SettingPath("CaBundle"),
            ClientCertificate = SettingPath("ClientCertificate"),
            ClientKey = SettingPath("ClientKey"),
            NetrcFile = SettingPath("NetrcFile"),
        };
    }

    private static TimeSpan Timeout(string text) =>
        PropertyValue.Duration("TransferTimeout", text) is var timeout && timeout > TimeSpan.Zero
            ? timeout
            : throw PropertyValue.Invalid("TransferTimeout", text, "a duration above zero, such as 60s");
}
