using System.Diagnostics;
using System.Text.RegularExpressions;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>Opens tables in Chromium. Where it is not installed the test says so and is not run.</summary>
public sealed partial class HtmlInChromiumTests
{
    [Theory]
    [InlineData(480)]
    [InlineData(1200)]
    public async Task The_page_keeps_its_width_and_a_wide_table_scrolls_in_its_frame(int width)
    {
        string? chromium = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(p => Path.Combine(p, "chromium"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "chromium is not installed.");
        string folder = Directory.CreateTempSubdirectory("notebookkit-html").FullName;
        try
        {
            string page = Path.Combine(folder, "table.html");
            PagedTableTests.Wide.Save(page);
            // a window of chromium is never narrower than 500 pixels; a frame in it can be
            string measure =
                $"<iframe style='width:{width}px;height:900px;border:0' "
                + $"srcdoc=\"{System.Net.WebUtility.HtmlEncode(File.ReadAllText(page))}\"></iframe><script>onload=()=>{{"
                + "const d=document.querySelector('iframe').contentDocument,f=d.querySelector('figure'),b=f.querySelector('div[tabindex]'),"
                + "l=f.querySelector('tbody th');"
                + "document.title=[d.defaultView.innerWidth,d.documentElement.scrollWidth,b.scrollWidth>b.clientWidth,l.clientWidth,"
                + "f.lastElementChild.scrollWidth].join()}</script>";
            File.WriteAllText(page, $"<!DOCTYPE html><html><head><title></title></head><body style='margin:0'>{measure}</body></html>");
            var start = new ProcessStartInfo(chromium!) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in new[] { "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder}/profile",
                $"--window-size=1300,900", "--dump-dom", "file://" + page })
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string[] measured = Title().Match(dom).Groups[1].Value.Split(',');
            Assert.True(measured.Length == 5, dom.Length > 500 ? dom[..500] : dom + await errors);
            int window = int.Parse(measured[0]);
            Assert.InRange(window, width - 20, width);
            Assert.True(int.Parse(measured[1]) <= window, $"The page is {measured[1]} wide in a window of {window}.");
            Assert.Equal("true", measured[2]);
            Assert.InRange(int.Parse(measured[3]), 150, window / 2); // labels are readable and leave room for numbers
            Assert.True(int.Parse(measured[4]) <= window, "The notes keep the width of the page.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex Title();
}
