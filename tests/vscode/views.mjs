// The extension's views in the real editor: variables, data frames, .dib files, problems below a cell that failed. Each check returns what it saw.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kit = ['NotebookKit.dll', 'Microsoft.Data.Analysis.dll'].map(file => `#r "../artifacts/kit/${file}"`).join('\n') + '\nusing Microsoft.Data.Analysis;\n';
const themes = ['light', 'dark'];
const row = (editor, name) => editor.page.locator('.part.panel .monaco-list-row').filter({ has: editor.page.locator('.label-name', { hasText: new RegExp(`^${name}$`) }) }).first();

/** The page inside the tab of the viewer. */
async function viewer(editor, condition) {
    let found;
    await editor.until('the viewer shows rows', async () => {
        for (const frame of editor.page.frames())
            if (await frame.evaluate(() => document.querySelectorAll('#body .row').length > 0 && document.querySelector('#grid') !== null).catch(() => false)) found = frame;
        return found && (!condition || await found.evaluate(condition));
    });
    return found;
}

const firstRow = () => [...document.querySelectorAll('#body .row')].find(r => r.getAttribute('aria-rowindex') === '1')?.innerText.split('\n');

export const checksOfViews = {
    async 'variables stay in view and are asked again after each run'(editor) {
        const { page } = editor;
        await editor.openNew('variables.ipynb', kit + 'var n = 3; var arms = new List<string> { "TACE", "TAE" };', 'n = 40 + 2; var later = "now";',
            'class Slow { public override string ToString() { Thread.Sleep(100_000); return ""; } }\nvar slow = new Slow(); while (true) { }');
        await editor.run('TACE');
        await editor.hasMark('TACE', 'success');
        await editor.press('Show Variables');
        await row(editor, 'arms').getByText('List<string>').waitFor();
        await row(editor, 'arms').getByText('2 items: TACE, TAE').waitFor();
        await editor.run('later');
        await row(editor, 'later').waitFor();
        await editor.until('the new value is shown', async () => /int\s+42/.test(await row(editor, 'n').innerText()));
        await editor.run('Slow');
        await editor.hasMark('Slow', 'executing');
        await editor.command('Refresh Explorer');
        assert.equal(await row(editor, 'arms').count(), 1);
        for (const theme of themes) {
            await editor.theme(theme);
            await page.screenshot({ path: editor.screenshot(`variables-${theme}`) });
        }
        await editor.press('Interrupt');
        await editor.hasMark('Slow', 'error');
        await row(editor, 'slow').waitFor();
        await editor.close('variables.ipynb');
        return 'also when an object would sleep in its ToString';
    },

    async 'a data frame of a million rows is sorted, filtered and scrolled to its end'(editor) {
        const { page } = editor;
        await editor.openNew('frame.ipynb', kit + 'var cohort = new DataFrame(new Int32DataFrameColumn("number", Enumerable.Range(0, 1_000_000).Select(i => (int)(i * 7919L % 1_000_003))),\n' +
            ' new DoubleDataFrameColumn("months", Enumerable.Range(0, 1_000_000).Select(i => i % 7 == 0 ? (double?)null : Math.Sqrt(i))), new StringDataFrameColumn("arm", Enumerable.Range(0, 1_000_000).Select(i => i % 3 == 0 ? "TACE" : "TAE")));',
            'cohort = cohort.Head(5);');
        await editor.run('number');
        await editor.hasMark('number', 'success');
        await editor.press('Show Variables');
        await row(editor, 'cohort').click();
        let frame = await viewer(editor);
        assert.equal(await frame.evaluate(() => document.querySelector('#grid').getAttribute('aria-rowcount')), '1000000');
        await editor.until('histograms are drawn', async () => await frame.evaluate(() => [...document.querySelectorAll('.column svg')].every(s => s.querySelectorAll('rect').length > 1)));
        for (const theme of themes) {
            await editor.theme(theme);
            await page.screenshot({ path: editor.screenshot(`frame-${theme}`) });
        }
        const ground = await frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
        await editor.theme('light');
        await editor.until('the viewer follows the theme', async () => await frame.evaluate(() => getComputedStyle(document.body).backgroundColor) !== ground);
        const started = Date.now();
        await frame.getByRole('button', { name: 'number' }).click();
        await editor.until('the least number is first', async () => (await frame.evaluate(firstRow))?.[1] === '0');
        const took = Date.now() - started;
        await frame.evaluate(() => document.querySelector('#grid').scrollTo(0, 1e9));
        await editor.until('the last row is shown', async () => await frame.evaluate(() => {
            const last = [...document.querySelectorAll('#body .row')].at(-1);
            return last.getAttribute('aria-rowindex') === '1000000' && last.innerText.split('\n').length > 2 && last.innerText.split('\n')[1] !== '';
        }));
        assert.ok(await frame.evaluate(() => document.querySelectorAll('#body .row').length) < 200);
        await frame.getByLabel('Filter months').fill('10 .. 10.1');
        await frame.getByLabel('Filter months').press('Enter');
        await editor.until('the rows between are counted', async () => (await frame.locator('#size').innerText()).startsWith('3 of 1,000,000 rows'));
        await page.screenshot({ path: editor.screenshot('frame-filtered') });
        await frame.getByLabel('Filter months').fill('> many');
        await frame.getByLabel('Filter months').press('Enter');
        await frame.getByText("'many' does not fit the column 'months': a number such as 3.5 is expected.").waitFor();
        await frame.getByLabel('Filter months').fill('');
        await frame.getByLabel('Filter months').press('Enter');
        await editor.until('all rows are back', async () => (await frame.locator('#size').innerText()).startsWith('1,000,000 rows'));
        await editor.run('Head');
        await editor.hasMark('Head', 'success');
        await editor.until('the viewer shows the new frame', async () => (await frame.locator('#size').innerText()).startsWith('5 rows'));
        await page.locator('.tab', { hasText: 'frame.ipynb' }).first().click();
        await editor.command('NotebookKit: Restart the C# Kernel');
        await frame.getByText('The session has ended').waitFor();
        await editor.close('frame.ipynb');
        return `sorted in ${took} ms, fewer than 200 rows in the page, new after each run`;
    },

    async 'figures follow the theme, and what is saved does not'(editor) {
        const { page } = editor;
        const charts = ['NotebookKit.dll', 'NotebookKit.Charts.dll', 'Microsoft.Data.Analysis.dll'].map(file => `#r "../artifacts/kit/${file}"`).join('\n');
        await editor.openNew('figure.ipynb', charts + '\nusing Microsoft.Data.Analysis; using NotebookKit; using NotebookKit.Charts;\nvar frame = new DataFrame(new DoubleDataFrameColumn("months", [1.0, 3, 4, 6, 9, 12, 15, 20]), new Int32DataFrameColumn("event", [1, 1, 0, 1, 1, 0, 1, 0]));',
            'frame.KaplanMeier("months", "event").ToFigure()');
        await editor.theme('light');
        await editor.press('Run All');
        await editor.hasMark('ToFigure', 'success');
        const ink = async () => (await Promise.all(page.frames().map(f => f.evaluate(() => {
            const text = document.querySelector('.js-plotly-plot .main-svg text');
            return text && getComputedStyle(text).fill;
        }).catch(() => undefined)))).find(found => found);
        await editor.until('the figure is drawn', async () => await ink());
        const colours = [await ink()];
        await page.screenshot({ path: editor.screenshot('figure-light') });
        await editor.theme('dark');
        await editor.until('the ink changes', async () => await ink() !== colours[0]);
        colours.push(await ink());
        await page.screenshot({ path: editor.screenshot('figure-dark') });
        const saved = JSON.stringify((await editor.save('figure.ipynb')).cells[1].outputs);
        assert.ok(saved.includes('vnd.plotly') && !saved.includes(colours[1]), 'the colours of the theme are not saved');
        await editor.theme('light');
        await editor.until('the ink is dark again', async () => await ink() === colours[0]);
        await editor.close('figure.ipynb');
        await editor.open('figure.ipynb');
        await editor.until('the saved figure is drawn', async () => await ink() === colours[0]);
        await editor.close('figure.ipynb');
        return `ink ${colours.join(', then ')}; drawn again when opened`;
    },

    async 'a long computation shows how far it is, and nothing of it stays'(editor) {
        await editor.openNew('long.ipynb', kit + 'using NotebookKit;\nint[] rows = Enumerable.Range(0, 240).ToArray();\nvar set = new DataFrame(new StringDataFrameColumn("id", rows.Select(i => "r" + i)), new StringDataFrameColumn("patient", rows.Select(i => "p" + i / 2)),' +
            ' new StringDataFrameColumn("arm", rows.Select(i => i / 2 % 2 == 0 ? "a" : "b")), new DoubleDataFrameColumn("months", rows.Select(i => 1.0 + i * 7 % 46)), new Int32DataFrameColumn("event", rows.Select(i => i % 3 == 0 ? 0 : 1))).AnalysisSet("scans", "id", "patient", "arm");',
            'set.PermutationLogRank("months", "event", new() { Draws = 1_000_000_000 })');
        await editor.press('Run All');
        await editor.shows('Permutations: 0 % done', 120);
        await editor.page.screenshot({ path: editor.screenshot('progress') });
        await editor.press('Interrupt');
        await editor.hasMark('PermutationLogRank', 'error');
        const { cells } = await editor.save('long.ipynb');
        assert.deepEqual(cells[1].outputs.map(o => o.output_type), ['error']);
        await editor.close('long.ipynb');
        return 'a bar in the cell';
    },

    async 'a .dib file opens as a notebook, runs and is saved as it was'(editor) {
        const { page } = editor;
        const path = join(editor.folder, 'old.dib');
        const content = '#!meta\n\n{"kernelInfo":{"defaultKernelName":"csharp","items":[]}}\n\n#!markdown\n\n# A title\n\n#!c#\nvar kept = 40;\n\n\n#!csharp\n\nkept + 2\n';
        writeFileSync(path, content);
        await editor.open('old.dib');
        await editor.kernelIsChosen();
        await editor.press('Run All');
        await editor.hasMark('+ 2', 'success');
        await editor.shows('42');
        await page.screenshot({ path: editor.screenshot('dib') });
        await editor.cell('+ 2').locator('.view-lines').click();
        await page.keyboard.press('Control+End');
        await page.keyboard.type('00');
        await page.keyboard.press('Control+S');
        await editor.until('the file is written', () => readFileSync(path, 'utf8') === content.replace('kept + 2', 'kept + 200'));
        rmSync(path);
        return 'only the edited cell changed';
    },

    async 'below a cell that failed, unknown names are not underlined and true errors are'(editor) {
        await editor.openNew('failed.ipynb', 'var a = nothing;', 'var months = new List<double>();', 'string wrong = months;', 'months.Count + a.Length');
        await editor.press('Run All');
        await editor.hasMark('nothing', 'error');
        await editor.notebook.locator('.squiggly-error').first().waitFor();
        await editor.cell('wrong').locator('.squiggly-warning').first().waitFor();
        assert.equal(await editor.cell('a.Length').locator('[class*=squiggly]').count(), 0);
        await editor.page.screenshot({ path: editor.screenshot('failed') });
        await editor.close('failed.ipynb');
        return 'CS0103 in the first, CS0029 in the third, none in the fourth';
    },
};
