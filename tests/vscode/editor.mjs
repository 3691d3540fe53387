// A real VS Code in a browser page, and what a user does with a notebook in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const kernelName = 'C# (NotebookKit)';
const slowly = { delay: 40 };

export class Editor {
    /** @param base Address of the server. @param folder The folder that is opened. @param screenshots The folder for those. */
    constructor(page, base, folder, screenshots) {
        Object.assign(this, { page, base, folder, screenshots });
        this.outside = new Set();
        page.on('request', r => {
            const { hostname, protocol } = new URL(r.url());
            // The editor gives each webview a host of its own, which a service worker in the page answers.
            if (protocol.startsWith('http') && hostname !== '127.0.0.1' && !hostname.endsWith('.vscode-cdn.net')) this.outside.add(r.url());
        });
        // The editor keeps notebooks that are not shown; those are inert.
        this.notebook = page.locator('.notebookOverlay:not([inert])');
    }

    /** Opens a file as a notebook. Before the extensions are known the editor shows its text, so that it is tried again. */
    async open(name) {
        for (let attempt = 1; ; attempt++) {
            const file = await this.file(name, attempt);
            await file.dblclick();
            try {
                await this.notebook.locator('.cell-list-container, .cell-list-top-cell-toolbar-container').first().waitFor({ timeout: 45_000 });
                break;
            } catch (error) {
                if (attempt === 4) throw error;
                await this.page.keyboard.press('Control+K');
                await this.page.keyboard.press('Control+W');
                await this.page.goto('about:blank');
            }
        }
        await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
        await this.notebook.locator('.code-cell-row, .markdown-cell-row').first().waitFor({ state: 'attached', timeout: 60_000 });
    }

    async file(name, attempt = 1) {
        const file = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
        if (this.page.url() === 'about:blank') {
            await this.page.goto(`${this.base}/?folder=${encodeURIComponent(this.folder)}`, { waitUntil: 'domcontentloaded' });
            await file.waitFor({ timeout: 120_000 });
            await this.page.waitForTimeout(6000 * attempt);
        }
        return file;
    }

    /** Writes a notebook of these C# cells and opens it; the kernel must be chosen by itself. */
    async openNew(name, ...cells) {
        writeNotebook(join(this.folder, name), cells);
        await this.open(name);
        await this.kernelIsChosen();
    }

    async kernelIsChosen() {
        await this.notebook.locator('.notebook-toolbar-container', { hasText: kernelName }).waitFor({ timeout: 60_000 });
    }

    /** The code cell that holds a word. */
    cell(word) {
        return this.notebook.locator('.code-cell-row', { hasText: word }).first();
    }

    async run(word) {
        await this.cell(word).hover();
        await this.cell(word).locator('.run-button-container .action-label').first().click();
    }

    async press(button) {
        await this.notebook.getByRole('button', { name: button }).first().click();
    }

    /** success, error, executing, pending or nothing. */
    async mark(word) {
        const icons = await this.cell(word).locator('[class*=codicon-notebook-state-]').evaluateAll(found => found.map(i => i.className));
        return icons.map(i => /notebook-state-(\w+)/.exec(i)[1]).join(' ');
    }

    async hasMark(word, mark, seconds = 60) {
        await this.until(`the cell '${word}' is marked ${mark}`, async () => await this.mark(word) === mark, seconds);
    }

    /** The text of the outputs that are drawn. */
    async shown() {
        const texts = await Promise.all(this.page.frames().map(f => f.evaluate(() => [...document.querySelectorAll('.output_container')].map(o => o.innerText).join('\n')).catch(() => '')));
        return texts.join('\n');
    }

    async shows(text, seconds = 30) {
        await this.until(`'${text}' is shown`, async () => (await this.shown()).includes(text), seconds);
    }

    async command(title) {
        await this.page.keyboard.press('F1');
        await this.page.locator('.quick-input-widget input').first().waitFor();
        await this.page.keyboard.type(title, slowly);
        await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
    }

    /** Saves the notebook in front and reads it. */
    async save(name) {
        const file = await this.file(name);
        await file.click();
        await this.page.keyboard.press('Control+S');
        await this.page.waitForTimeout(500);
        await this.page.locator(`.tab.active:not(.dirty)[data-resource-name="${name}"]`).waitFor();
        let saved;
        await this.until(`${name} is written`, () => {
            try {
                return saved = this.read(name);
            } catch {
                return undefined; // half-way
            }
        });
        return saved;
    }

    read(name) {
        return JSON.parse(readFileSync(join(this.folder, name), 'utf8'));
    }

    /** Shows everything in light or dark colours. */
    async theme(kind) {
        const wanted = this.page.locator(`.monaco-workbench.${kind === 'dark' ? 'vs-dark' : 'vs'}`).first();
        if (await wanted.count() === 0) await this.command('Preferences: Toggle between Light/Dark Themes');
        await wanted.waitFor();
        await this.page.waitForTimeout(1500);
    }

    screenshot(name) {
        return join(this.screenshots, `${name}.png`);
    }

    async close(name) {
        await this.save(name);
        await this.page.screenshot({ path: this.screenshot(name.replace('.ipynb', '')) });
        await this.page.keyboard.press('Control+K');
        await this.page.keyboard.press('Control+W');
        await this.page.waitForTimeout(500);
    }

    async until(what, condition, seconds = 30) {
        for (const end = Date.now() + seconds * 1000 * patience; ;) {
            if (await condition()) return;
            if (Date.now() > end) throw new Error(`not so after ${seconds * patience} s: ${what}`);
            await this.page.waitForTimeout(100);
        }
    }
}

/** Other work on the machine makes everything slower. */
const patience = Number(process.env.PATIENCE ?? 1);

function writeNotebook(path, cells) {
    const notebook = {
        cells: cells.map((source, i) => ({ cell_type: 'code', execution_count: null, id: `cell-${i + 1}`, metadata: {}, outputs: [], source })),
        // The editor numbers saved cells only when the file names its language.
        metadata: { kernelspec: { display_name: '.NET (C#)', language: 'csharp', name: '.net-csharp' }, language_info: { name: 'csharp' } },
        nbformat: 4,
        nbformat_minor: 5,
    };
    writeFileSync(path, JSON.stringify(notebook, null, 1));
}
