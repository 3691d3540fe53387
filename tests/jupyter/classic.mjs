// Runs notebooks in the classic Jupyter Notebook from the browser, saves them, and looks at what it shows and saved.
// usage: node classic.mjs <base url> <token> <folder for screenshots> <notebook>…   (notebooks lie in the server's folder)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { cellsOf, sameButOutputs } from '../notebooks/compare.mjs';

const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('playwright-core');
const [base, token, screenshots, ...notebooks] = process.argv.slice(2);
let passed = 0, failed = 0;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
for (const notebook of notebooks) {
    try {
        console.log(`${basename(notebook)}: ${await check(notebook)}`);
        passed++;
    } catch (error) {
        console.log(`${basename(notebook)}: FAILED ${error.message}`);
        failed++;
    }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function check(notebook) {
    const before = JSON.parse(readFileSync(notebook, 'utf8'));
    const context = await browser.newContext({ viewport: { width: 1200, height: 1000 } });
    const page = await context.newPage();
    const outside = new Set();
    page.on('request', r => {
        const { hostname, protocol } = new URL(r.url());
        if (protocol.startsWith('http') && hostname !== '127.0.0.1') outside.add(r.url());
    });
    try {
        await page.goto(`${base}/notebooks/notebooks/${basename(notebook)}?token=${token}`);
        await page.waitForFunction(() => window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.is_connected(), null, { timeout: 180_000 });
        await page.evaluate(() => Jupyter.notebook.execute_all_cells());
        await page.waitForFunction(
            () => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code' && c.get_text().trim()).every(c => c.input_prompt_number && c.input_prompt_number !== '*'),
            null, { timeout: 300_000 });
        await page.waitForTimeout(1500);
        await page.evaluate(() => new Promise((done, fail) => {
            Jupyter.notebook.events.one('notebook_saved.Notebook', done);
            Jupyter.notebook.events.one('notebook_save_failed.Notebook', () => fail(new Error('not saved')));
            Jupyter.notebook.save_notebook();
        }));
        const height = await page.evaluate(() => document.querySelector('#notebook-container').scrollHeight);
        await page.setViewportSize({ width: 1200, height: Math.min(height + 250, 12000) });
        await page.waitForTimeout(500);
        await page.screenshot({ path: join(screenshots, basename(notebook, '.ipynb') + '.png') });
        const figures = await page.evaluate(() => [...document.querySelectorAll('.output img')].filter(i => i.complete && i.naturalWidth > 100 && i.getBoundingClientRect().width > 100).length);
        await page.evaluate(() => Jupyter.notebook.session.delete());

        const saved = JSON.parse(readFileSync(notebook, 'utf8'));
        const cells = cellsOf(saved), outputs = cells.flatMap(c => c.outputs);
        const error = outputs.find(o => o.output_type === 'error');
        if (error) throw new Error(`a cell failed: ${error.ename}: ${error.evalue}`);
        if (cells.some((c, i) => c.execution_count !== i + 1)) throw new Error(`the cells are numbered ${cells.map(c => c.execution_count)}`);
        const problem = sameButOutputs(before, saved);
        if (problem) throw new Error(problem);
        const wanted = outputs.filter(o => o.data?.['application/vnd.plotly.v1+json']).length;
        if (figures < wanted) throw new Error(`${figures} of ${wanted} figures are visible`);
        if (outside.size > 0) throw new Error(`requests left the machine: ${[...outside].join(' ')}`);
        return `${cells.length} cells green, ${figures} figures visible`;
    } finally {
        await context.close();
    }
}
