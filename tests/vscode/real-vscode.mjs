// Opens notebooks in a real VS Code (code-server), runs all cells from the browser, saves, and looks at what it shows and saved.
// usage: node real-vscode.mjs <base url> <folder for screenshots> <notebook>…
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { cellsOf, sameButOutputs } from '../notebooks/compare.mjs';

const { chromium } = createRequire(join(process.env.NODE_TOOLS, 'package.json'))('playwright-core');
const [base, screenshots, ...notebooks] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
let passed = 0, failed = 0;
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
    const count = cellsOf(before).length;
    const outside = new Set();
    const page = await (await browser.newContext({ viewport: { width: 1300, height: 1300 } })).newPage();
    page.on('request', r => {
        const { hostname, protocol } = new URL(r.url());
        // The editor gives each webview a host of its own, which a service worker in the page answers.
        if (protocol.startsWith('http') && hostname !== '127.0.0.1' && !hostname.endsWith('.vscode-cdn.net')) outside.add(r.url());
    });
    try {
        const item = await open(page, notebook);
        const kernel = page.locator('.notebook-toolbar-container', { hasText: 'C# (NotebookKit)' }).first();
        await kernel.waitFor({ timeout: 60_000 }); // chosen by itself
        await page.getByRole('button', { name: 'Run All' }).first().click();
        await page.waitForTimeout(1000);
        if (await page.locator('.quick-input-widget').isVisible()) throw new Error('a picker opened: the kernel was not chosen by itself');
        const saved = await saveWhenDone(page, item, notebook, count);
        await page.screenshot({ path: join(screenshots, basename(notebook, '.ipynb') + '.png') });
        const wanted = cellsOf(saved).flatMap(c => c.outputs).filter(o => o.data?.['application/vnd.plotly.v1+json']).length;
        const figures = await shownFigures(page, join(screenshots, basename(notebook, '.ipynb')), wanted);
        const counts = cellsOf(saved).map(c => c.execution_count);
        if (counts.some((c, i) => c !== i + 1)) throw new Error(`the cells are numbered ${counts}`);
        const problem = sameButOutputs(before, saved);
        if (problem) throw new Error(problem);
        if (figures < wanted) throw new Error(`${figures} of ${wanted} figures were seen`);
        if (outside.size > 0) throw new Error(`requests left the machine: ${[...outside].join(' ')}`);
        return `${count} cells green, ${figures} figures seen`;
    } finally {
        await page.context().close();
    }
}

/** Opens a notebook as a notebook: before the extensions are known the editor shows its text, so that it is tried again. */
async function open(page, notebook) {
    for (let attempt = 1; ; attempt++) {
        await page.goto(`${base}/?folder=${encodeURIComponent(dirname(notebook))}`, { waitUntil: 'domcontentloaded' });
        const item = page.locator('.explorer-folders-view .monaco-list-row', { hasText: basename(notebook) }).first();
        await item.waitFor({ timeout: 120_000 });
        await page.waitForTimeout(6000 * attempt);
        await item.dblclick();
        try {
            await page.waitForSelector('.notebookOverlay', { timeout: 45_000 });
            return item;
        } catch (error) {
            if (attempt === 4) throw error;
            await page.keyboard.press('Control+K');
            await page.keyboard.press('Control+W');
        }
    }
}

/** The saved notebook once every cell has run. The editor draws only the cells in view, so the file is what is asked. */
async function saveWhenDone(page, item, notebook, count) {
    for (const end = Date.now() + Number(process.env.PATIENCE ?? 300) * 1000; Date.now() < end;) {
        await page.waitForTimeout(3000);
        if (await page.getByRole('button', { name: 'Interrupt' }).count() > 0) continue;
        await item.click();
        await page.keyboard.press('Control+S');
        await page.waitForTimeout(2000);
        const saved = JSON.parse(readFileSync(notebook, 'utf8'));
        const errors = cellsOf(saved).flatMap(c => c.outputs).filter(o => o.output_type === 'error');
        if (errors.length > 0) throw new Error(`a cell failed: ${errors[0].ename}: ${errors[0].evalue}`);
        if (cellsOf(saved).filter(c => c.execution_count).length === count) return saved;
    }
    const states = await page.locator('[class*=codicon-notebook-state-]').evaluateAll(icons => icons.map(i => i.className.match(/notebook-state-\w+/)[0] + ' ' + (i.closest('.cell-statusbar-container')?.innerText ?? '')));
    await page.screenshot({ path: join(screenshots, 'timeout.png') });
    throw new Error(`not every cell ran in time: ${states.join(' | ')}`);
}

/** Scrolls through the notebook and counts the different figures that were drawn with some size. */
async function shownFigures(page, screenshot, wanted) {
    const seen = new Set();
    let errors = 0;
    await page.locator('.notebookOverlay .monaco-list').first().hover();
    for (let step = 0; step < 200 && (step < 40 || seen.size < wanted); step++) {
        for (const frame of page.frames()) {
            const found = await frame.evaluate(() => [...document.querySelectorAll('img[src^="data:image/svg+xml"]')]
                .filter(i => i.complete && i.naturalWidth > 0 && i.getBoundingClientRect().width > 100).map(i => i.alt + i.src.length)).catch(() => []);
            for (const figure of found) {
                if (!seen.has(figure)) await page.screenshot({ path: `${screenshot}-figure-${seen.size + 1}.png` });
                seen.add(figure);
            }
        }
        errors += await page.locator('.codicon-notebook-state-error').count();
        await page.mouse.wheel(0, 600);
        await page.waitForTimeout(300);
    }
    if (errors > 0) throw new Error('a cell is marked red');
    return seen.size;
}
