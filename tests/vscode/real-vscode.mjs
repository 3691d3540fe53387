// Drives a real VS Code (code-server) by Chromium: runs notebooks from the browser, saves, and looks at what it shows and saved;
// then clicks through what else a user may do (checks.mjs).
// usage: node real-vscode.mjs <base url> <base url that asks for trust> <folder of notebooks> <settings of the editor> <folder for screenshots>
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cellsOf, sameButOutputs } from '../notebooks/compare.mjs';
import { checks, checksOfTrust } from './checks.mjs';
import { Editor } from './editor.mjs';
import { checksOfViews } from './views.mjs';

const { chromium } = createRequire(join(process.env.NODE_TOOLS, 'package.json'))('playwright-core');
const [base, askingBase, notebooks, settings, screenshots] = process.argv.slice(2);
const folder = realpathSync(notebooks);
const only = new RegExp(process.env.ONLY ?? '', 'i');
const patience = Number(process.env.PATIENCE ?? 1);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
let passed = 0, failed = 0;

for (const name of readdirSync(folder).filter(n => /^\d.*\.ipynb$/.test(n)).sort()) await check(name, base, editor => runNotebook(editor, name));
await check('dark theme: text of tables can be read', base, inDarkTheme);
for (const [name, action] of Object.entries({ ...checks, ...checksOfViews })) await check(name, base, action);
for (const [name, action] of Object.entries(checksOfTrust)) await check(name, askingBase, action);

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function check(name, base, action) {
    if (!only.test(name)) return;
    const page = await (await browser.newContext({ viewport: { width: 1300, height: 1300 } })).newPage();
    page.setDefaultTimeout(30_000 * patience);
    const editor = new Editor(page, base, folder, screenshots);
    try {
        const seen = await action(editor);
        if (editor.outside.size > 0) throw new Error(`requests left the machine: ${[...editor.outside].join(' ')}`);
        console.log(`${name}: ${seen}`);
        passed++;
    } catch (error) {
        console.log(`${name}: FAILED ${error.message}`);
        await page.screenshot({ path: editor.screenshot(`FAILED ${name.replace(/\W+/g, ' ')}`) }).catch(() => undefined);
        failed++;
    } finally {
        await page.context().close();
    }
}

async function runNotebook(editor, name) {
    const before = editor.read(name);
    const count = cellsOf(before).length;
    await editor.open(name);
    await editor.kernelIsChosen();
    await editor.press('Run All');
    const saved = await saveWhenDone(editor, name, count);
    await editor.page.screenshot({ path: editor.screenshot(name.replace('.ipynb', '')) });
    if (await editor.page.locator('.quick-input-widget:visible').count() > 0) throw new Error('a picker opened: the kernel was not chosen by itself');
    const wanted = cellsOf(saved).flatMap(c => c.outputs).filter(o => o.data?.['application/vnd.plotly.v1+json']).length;
    const figures = await shownFigures(editor, name.replace('.ipynb', ''), wanted);
    const counts = cellsOf(saved).map(c => c.execution_count);
    if (counts.some((c, i) => c !== i + 1)) throw new Error(`the cells are numbered ${counts}`);
    const problem = sameButOutputs(before, saved);
    if (problem) throw new Error(problem);
    if (figures < wanted) throw new Error(`${figures} of ${wanted} figures were seen`);
    return `${count} cells green, ${figures} figures seen`;
}

/** The saved notebook once every cell has run. The editor draws only the cells in view, so the file is what is asked. */
async function saveWhenDone(editor, name, count) {
    let saved;
    await editor.until('every cell has run', async () => {
        if (await editor.notebook.getByRole('button', { name: 'Interrupt' }).count() > 0) return false;
        saved = await editor.save(name);
        const error = cellsOf(saved).flatMap(c => c.outputs).find(o => o.output_type === 'error');
        if (error) throw new Error(`a cell failed: ${error.ename}: ${error.evalue}`);
        return cellsOf(saved).filter(c => c.execution_count).length === count;
    }, 300);
    return saved;
}

/** Scrolls through the notebook and counts the different figures that were drawn with some size. */
async function shownFigures({ page, notebook, screenshots }, name, wanted) {
    const seen = new Set();
    let errors = 0;
    await notebook.locator('.monaco-list').first().hover();
    for (let step = 0; step < 200 && (step < 40 || seen.size < wanted); step++) {
        for (const frame of page.frames()) {
            const found = await frame.evaluate(() => [...document.querySelectorAll('.js-plotly-plot')]
                .filter(f => f.getBoundingClientRect().width > 100 && f.querySelectorAll('.main-svg path').length > 5).map(f => f.querySelector('.main-svg').textContent + f.data.length)).catch(() => []);
            for (const figure of found) {
                if (!seen.has(figure)) await page.screenshot({ path: join(screenshots, `${name}-figure-${seen.size + 1}.png`) });
                seen.add(figure);
            }
        }
        errors += await notebook.locator('.codicon-notebook-state-error').count();
        await page.mouse.wheel(0, 600);
        await page.waitForTimeout(300);
    }
    if (errors > 0) throw new Error('a cell is marked red');
    return seen.size;
}

/** Opens a notebook that has been run and saved in dark colours. */
async function inDarkTheme(editor) {
    const original = readFileSync(settings, 'utf8');
    writeFileSync(settings, JSON.stringify({ ...JSON.parse(original), 'workbench.colorTheme': 'Default Dark Modern' }));
    try {
        const name = '01-cohort.ipynb';
        await editor.open(name);
        await editor.kernelIsChosen();
        await editor.press('Run All');
        await saveWhenDone(editor, name, cellsOf(editor.read(name)).length);
        let contrasts = [];
        await editor.until('a table is drawn', async () => {
            contrasts = (await Promise.all(editor.page.frames().map(f => f.evaluate(contrastsOfTables).catch(() => [])))).flat();
            return contrasts.length > 0;
        });
        await editor.page.screenshot({ path: editor.screenshot('dark') });
        const worst = Math.min(...contrasts);
        if (worst < 4.5) throw new Error(`text stands out from its ground by ${worst.toFixed(1)} only; 4.5 is legible`);
        return `${contrasts.length} cells of tables, contrast at least ${worst.toFixed(1)}`;
    } finally {
        writeFileSync(settings, original);
    }
}

/** Runs in the page: the contrast (WCAG 2) of each cell of the tables in outputs with what is painted under it. */
function contrastsOfTables() {
    const parse = color => (color.match(/[\d.]+/g) ?? []).map(Number);
    const over = ([r, g, b, a = 1], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a));
    const luminance = color => color.map(c => c / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--vscode-editor-background)';
    const page = parse(getComputedStyle(probe).color).slice(0, 3);
    probe.remove();
    return [...document.querySelectorAll('.output_container td, .output_container th')].filter(c => c.innerText.trim() !== '').map(cell => {
        const layers = [];
        for (let e = cell; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
        const ground = layers.reduce((under, layer) => over(parse(layer), under), page);
        const [light, dark] = [luminance(over(parse(getComputedStyle(cell).color), ground)), luminance(ground)].sort((x, y) => y - x);
        return (light + 0.05) / (dark + 0.05);
    });
}
