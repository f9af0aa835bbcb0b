using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A project that names its schema is still a project.</summary>
[TestClass]
public sealed class EditorTests : AptEndToEndTest
{
    [TestMethod]
    public void The_line_that_attaches_the_schema_does_not_disturb_a_build()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        File.WriteAllText(project, "<?xml-model href=\"../schemas/chantal.xsd\"?>\n" + File.ReadAllText(project));

        Workspace.Build(project, "-t:Plan").Succeeded();
    }
}
