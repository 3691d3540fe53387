using CsCheck;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests.Documents;

public class NotebookDocumentTests
{
    [Fact]
    public void What_is_not_changed_is_written_as_it_was_read()
    {
        const string text = """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "a",
               "metadata": {
                "unknown": {
                 "number": 1.50,
                 "escaped": "\u00e9 \ud83d\ude00 é 😀 \/"
                }
               },
               "outputs": [],
               "source": "one \"string\"\r\n"
              },
              {
               "attachments": {},
               "cell_type": "markdown",
               "id": "b",
               "metadata": {},
               "source": [
                "# A\n",
                "b"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5,
             "vendor": [
              1e400,
              true,
              null
             ]
            }

            """;
        Assert.Equal(text.ReplaceLineEndings("\n"), NotebookDocument.Parse(text).ToString());
    }

    [Fact]
    public void Sources_come_out_as_they_went_in() =>
        Gen.String.Sample(source =>
        {
            string json = "{\"cells\":[{\"cell_type\":\"code\",\"source\":" + System.Text.Json.JsonSerializer.Serialize(source)
                + "}],\"nbformat\":4}";
            string again = NotebookDocument.Parse(NotebookDocument.Parse(json).ToString()).Cells[0].Source;
            Assert.Equal(NotebookDocument.Parse(json).Cells[0].Source, again);
        });

    [Theory]
    [InlineData("not json", "JSON")]
    [InlineData("[]", "cells")]
    [InlineData("{\"cells\":[1]}", "cell 1")]
    public void A_file_that_is_no_notebook_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => NotebookDocument.Parse(text)).Message);

    [Fact]
    public void Vendor_json_is_stored_as_an_object_and_text_as_lines()
    {
        NotebookDocument document = NotebookDocument.Parse("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\"}]}");
        MimeBundle bundle = new MimeBundle().Add(MimeTypes.Plotly, "{\"data\":[]}").Add(MimeTypes.Plain, "a\nb");
        document.Cells[0].SetOutputs([new ResultOutput(bundle)], 3);
        string text = document.ToString().ReplaceLineEndings("").Replace(" ", "");
        Assert.Contains("\"application/vnd.plotly.v1+json\":{\"data\":[]}", text);
        Assert.Contains("\"text/plain\":[\"a\\n\",\"b\"]", text);
        Assert.Contains("\"execution_count\":3", text);
    }

    /// <remarks>A notebook that only its owner may read stays so.</remarks>
    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.UserExecute)]
    public void Saving_keeps_who_may_read_and_write_the_file(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "n.ipynb");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, mode);
        NotebookDocument.Parse("{\"cells\":[]}").Save(path);
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Saving_replaces_the_file_whole_and_leaves_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "n.ipynb");
        File.WriteAllText(path, "old");
        NotebookDocument.Parse("{\"cells\":[]}").Save(path);
        Assert.Equal("{\n \"cells\": []\n}\n", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }
}
