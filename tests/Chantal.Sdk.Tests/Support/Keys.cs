namespace Chantal.Sdk.Tests.Support;

/// <summary>The keys that tests sign with, made once a run.</summary>
public static class Keys
{
    private static readonly Lazy<SigningKey> LazyArchive = new(() => new SigningKey());
    private static readonly Lazy<SigningKey> LazyStranger = new(() => new SigningKey("Stranger <stranger@example.org>"));

    /// <summary>The key that definitions trust.</summary>
    public static SigningKey Archive => LazyArchive.Value;

    /// <summary>A key nobody trusts.</summary>
    public static SigningKey Stranger => LazyStranger.Value;

    /// <summary>Deletes the keys that were made.</summary>
    public static void DeleteAll()
    {
        foreach (var key in ((Lazy<SigningKey>[])[LazyArchive, LazyStranger]).Where(key => key.IsValueCreated))
        {
            key.Value.Dispose();
        }
    }
}
