using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A repository type that somebody else wrote.</summary>
[TestClass]
public sealed class PlugInTests : EndToEndTest
{
    [TestMethod]
    public void Its_file_lies_beside_the_definition_and_its_own_values_count()
    {
        Directory.CreateDirectory(Workspace.PathOf("types"));
        File.WriteAllText(Workspace.PathOf("types", "mine.targets"), """
            <Project>
              <PropertyGroup>
                <RecordDefinitionDependsOn>$(RecordDefinitionDependsOn);_DescribeMine</RecordDefinitionDependsOn>
              </PropertyGroup>
              <Target Name="_DescribeMine">
                <ItemGroup>
                  <DefinitionValue Include="Flavour" Value="$(Flavour)" />
                  <DefinitionFile Include="flavours.txt" />
                </ItemGroup>
              </Target>
              <Target Name="FetchUpstream" DependsOnTargets="_RecordDefinition">
                <WriteLinesToFile File="$(_UpstreamStamp)" Lines="1" Condition="!Exists('$(_UpstreamStamp)')" />
              </Target>
              <Target Name="ResolvePlan" DependsOnTargets="FetchUpstream" Inputs="$(_DefinitionRecord);$(_UpstreamStamp)" Outputs="$(_PlanFile)">
                <Copy SourceFiles="plan.jsonl" DestinationFiles="$(_PlanFile)" />
                <Touch Files="$(_PlanFile)" />
              </Target>
            </Project>
            """);
        File.WriteAllText(Workspace.PathOf("plan.jsonl"), """
            {"format":"chantal-plan","version":1,"type":"mine","upstreams":["http://archive.invalid/"]}
            {"path":"a","size":1,"role":"file"}

            """);
        File.WriteAllText(Workspace.PathOf("flavours.txt"), "one");
        var project = Workspace.Project("mirror", "<PropertyGroup><MirrorType>mine</MirrorType><MirrorTypeTargets>types/mine.targets</MirrorTypeTargets></PropertyGroup>");

        Assert.IsFalse(Plan().Skipped("ResolvePlan"));
        Assert.IsTrue(Plan("-p:MaxRetries=1").Skipped("ResolvePlan"));
        Assert.IsFalse(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));
        Assert.IsTrue(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));
        File.WriteAllText(Workspace.PathOf("flavours.txt"), "two");
        Assert.IsFalse(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));

        BuildResult Plan(params string[] properties) => Workspace.Build(project, ["-t:Plan", .. properties]).Succeeded();
    }
}
