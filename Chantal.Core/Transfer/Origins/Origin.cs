namespace Chantal.Transfer.Origins;

/// <summary>Scheme, host and port (RFC 9110 §4.3.1): what credentials belong to and what can be unreachable.</summary>
internal readonly record struct Origin(string Scheme, string Host, int Port)
{
    public static Origin Of(Uri url) => new(url.Scheme, url.IdnHost, url.Port);

    public override string ToString() => $"{Scheme}://{Host}:{Port}";
}
