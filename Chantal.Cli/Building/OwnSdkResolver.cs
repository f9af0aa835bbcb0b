using Microsoft.Build.Framework;

namespace Chantal.Cli.Building;

/// <summary>
/// Answers for <c>Chantal.Sdk</c> where nothing else does: a definition that lies outside any repository which pins a
/// version gets the SDK that came with the command. MSBuild finds this class through <c>resolvers/</c>.
/// </summary>
public sealed class OwnSdkResolver : SdkResolver
{
    private const string SdkName = "Chantal.Sdk";

    /// <inheritdoc/>
    public override string Name => nameof(OwnSdkResolver);

    /// <summary>Behind all that come with the .NET SDK, of which NuGet's has 6000.</summary>
    public override int Priority => 20_000;

    /// <inheritdoc/>
    public override SdkResult? Resolve(SdkReference sdkReference, SdkResolverContext resolverContext, SdkResultFactory factory)
    {
        ArgumentNullException.ThrowIfNull(sdkReference);
        ArgumentNullException.ThrowIfNull(factory);
        var own = typeof(OwnSdkResolver).Assembly;
        return sdkReference.Name.Equals(SdkName, StringComparison.OrdinalIgnoreCase)
            ? factory.IndicateSuccess(Path.Combine(Path.GetDirectoryName(own.Location)!, "sdks", SdkName, "Sdk"), own.GetName().Version!.ToString(3))
            : null;
    }
}
