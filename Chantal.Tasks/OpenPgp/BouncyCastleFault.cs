using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Chantal.OpenPgp;

/// <summary>Tells what BouncyCastle throws at packets it cannot make sense of from a defect of our own.</summary>
internal static class BouncyCastleFault
{
    public static bool Is(Exception exception) => exception
        is PgpException or GeneralSecurityException or CryptoException or IOException or FormatException
        or ArgumentException or InvalidOperationException or ArithmeticException or IndexOutOfRangeException
        or NullReferenceException or InvalidCastException or NotSupportedException;
}
