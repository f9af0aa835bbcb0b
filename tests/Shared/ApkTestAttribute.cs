#if WITH_APK
using System.Runtime.CompilerServices;
#endif

namespace Chantal.Shared;

/// <summary>
/// A test that asks the real apk. Debian does not have it, and a test that asks nobody proves nothing: it is a test only where <c>tests/check-with-apk</c>
/// builds it, which needs one on the path.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
#if WITH_APK
internal sealed class ApkTestAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1) : TestMethodAttribute(file, line);
#else
internal sealed class ApkTestAttribute : Attribute;
#endif
