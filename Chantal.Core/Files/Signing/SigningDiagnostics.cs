using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Files.Signing;

/// <summary>What signatures of files report.</summary>
internal static class SigningDiagnostics
{
    public static MirrorException TooLargeForForm(string name, long most) => new(
        DiagnosticCodes.SignatureMalformed,
        $"{name} is larger than {Quantity.Bytes(most)}, and its minisign signature is of the older form, which needs the whole file in memory. Ask the file's owner to sign its digest, as minisign does by default since version 0.10.");

    public static MirrorException NoKeyOfKind(string name, string kind) => new(
        DiagnosticCodes.UnknownKey,
        $"{name} is signed with {kind}, and the definition does not have a key for that. Check the key with its owner, and add its file to SignedBy.");
}
