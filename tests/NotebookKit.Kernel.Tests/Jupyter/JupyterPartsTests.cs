using System.Text;
using NotebookKit.Kernel.Jupyter;

namespace NotebookKit.Kernel.Tests.Jupyter;

public class JupyterPartsTests
{
    [Fact]
    public void A_signature_is_the_published_one_and_holds_for_these_bytes_alone()
    {
        // RFC 4231, test case 2.
        var signer = new MessageSigner("Jefe");
        byte[] signature = Encoding.ASCII.GetBytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        byte[] first = "what do ya want "u8.ToArray(), second = "for nothing?"u8.ToArray();
        Assert.True(signer.IsSignedBy(signature, first, second));
        Assert.False(signer.IsSignedBy(signature, second, first));
        Assert.False(signer.IsSignedBy([], first, second));
    }

    [Theory]
    [InlineData("{\"msg_type\":\"x\"}", "{}", true)]
    [InlineData("{\"msg_type\":\"x\",\"msg_type\":\"y\"}", "{}", false)]
    [InlineData("{\"msg_type\":5}", "{}", false)]
    [InlineData("[]", "{}", false)]
    [InlineData("{\"msg_type\":\"x\"}", "{\"a\":1,\"a\":2}", false)]
    [InlineData("{\"msg_type\":\"x\"}", "{\"a\":{\"b\":1,\"b\":2}}", false)]
    [InlineData("{\"msg_type\":\"x\"}", "{\"a\":\"\\ud83d\"}", false)]
    [InlineData("{\"msg_type\":\"x\"}", "{\"a\":\"\u00ff\"}", false)]
    [InlineData("{\"msg_type\":\"\u00ff\"}", "{}", false)]
    [InlineData("{\"msg_type\":\"x\"}", "5", false)]
    public void Messages_that_are_signed_but_odd_are_dropped(string header, string content, bool isTaken)
    {
        var signer = new MessageSigner("key");
        // Latin-1 makes of ÿ a byte that no UTF-8 has.
        byte[] head = Encoding.Latin1.GetBytes(header), parent = "{}"u8.ToArray(), metadata = "{}"u8.ToArray(),
            body = Encoding.Latin1.GetBytes(content);
        JupyterMessage? message = JupyterMessage.Read(["id"u8.ToArray(), "<IDS|MSG>"u8.ToArray(), signer.Sign(head, parent, metadata, body),
            head, parent, metadata, body], signer);
        Assert.Equal(isTaken, message is not null);
    }

    [Fact]
    public void Positions_convert_between_code_points_and_utf16()
    {
        const string text = "a😀b";
        Assert.Equal([0, 1, 3, 4], Enumerable.Range(0, 4).Select(i => CodePoints.ToUnits(text, i)));
        Assert.Equal([0, 1, 2, 3], new[] { 0, 1, 3, 4 }.Select(i => CodePoints.FromUnits(text, i)));
        Assert.Equal(1, CodePoints.ToUnits("\ud83d", 1));
    }

    [Theory]
    [InlineData("\"key\": \"\"", "no key")]
    [InlineData("\"key\": \"k\", \"signature_scheme\": \"none\"", "signatures")]
    [InlineData("\"key\": \"k\", \"transport\": \"ipc\"", "transport")]
    [InlineData("\"key\": \"k\", \"ip\": \"*\"", "address")]
    public void Unsafe_connection_files_are_refused(string members, string expected)
    {
        var all = new Dictionary<string, string> { ["ip"] = "\"127.0.0.1\"", ["transport"] = "\"tcp\"" };
        string json = "{" + members + string.Concat(
            all.Where(m => !members.Contains($"\"{m.Key}\"")).Select(m => $", \"{m.Key}\": {m.Value}")) +
            ", \"shell_port\": 1, \"iopub_port\": 2, \"stdin_port\": 3, \"control_port\": 4, \"hb_port\": 5}";
        string path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ConnectionFile.Load(path)).Message);
        File.Delete(path);
    }

    [Theory]
    [InlineData("{\"argv\": [\"other\"]}")]
    [InlineData("{\"argv\": [\"other\"], \"metadata\": {}}")]
    [InlineData("{\"argv\": [\"other\"], \"metadata\": [\"notebookkit\"]}")]
    [InlineData("{ broken")]
    public void A_kernel_of_somebody_else_is_never_overwritten_nor_removed(string theirs)
    {
        string data = Directory.CreateTempSubdirectory().FullName;
        Environment.SetEnvironmentVariable("JUPYTER_DATA_DIR", data);
        try
        {
            string foreign = Path.Combine(data, "kernels", "theirs", "kernel.json");
            Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
            File.WriteAllText(foreign, theirs);
            Assert.Contains("did not install", Assert.Throws<InvalidOperationException>(() => KernelSpec.Install("theirs", ["x"])).Message);
            Assert.Contains("did not install", Assert.Throws<InvalidOperationException>(() => KernelSpec.Uninstall("theirs")).Message);
            Assert.Equal(theirs, File.ReadAllText(foreign));

            string own = KernelSpec.Install(".net-csharp", ["x"]);
            KernelSpec.Install(".net-csharp", ["y"]);
            Assert.Contains("\"y\"", File.ReadAllText(Path.Combine(own, "kernel.json")));
            Assert.True(KernelSpec.Uninstall(".net-csharp"));
            Assert.False(Directory.Exists(own));
            Assert.Throws<InvalidOperationException>(() => KernelSpec.Install("../up", ["x"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("JUPYTER_DATA_DIR", null);
            Directory.Delete(data, recursive: true);
        }
    }
}
