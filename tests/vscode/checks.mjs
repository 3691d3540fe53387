// What a user may do with the extension, besides running notebooks from top to bottom. Each check returns what it saw.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kernelName } from './editor.mjs';

const seconds = since => ((Date.now() - since) / 1000).toFixed(1) + ' s';
const textOf = cell => cell.outputs.map(o => [o.text ?? o.data?.['text/plain'] ?? o.traceback].flat().join('')).join('\n');

export const checks = {
    async 'interrupt stops a loop and keeps its variables'(editor) {
        await editor.openNew('interrupt.ipynb', 'var kept = 42;\nConsole.WriteLine("loop" + "ing");\nwhile (true) { }', 'kept + 1000');
        await editor.run('while');
        await editor.shows('looping');
        const pressed = Date.now();
        await editor.press('Interrupt');
        await editor.hasMark('while', 'error', 10);
        const took = seconds(pressed);
        await editor.shows('interrupted');
        await editor.run('1000');
        await editor.hasMark('1000', 'success');
        await editor.shows('1042');
        const { cells } = await editor.save('interrupt.ipynb');
        assert.deepEqual(cells[0].outputs.map(o => o.output_type), ['stream', 'error']);
        assert.deepEqual([textOf(cells[1]), cells[1].execution_count, cells[1].outputs[0].execution_count], ['1042', 2, 2]);
        await editor.close('interrupt.ipynb');
        return `stopped after ${took}`;
    },

    async 'restart forgets variables and counts from one'(editor) {
        await editor.openNew('restart.ipynb', 'var kept = 42;', 'while (true) { }', '"fresh " + 7', 'kept.ToString()');
        await editor.run('42');
        await editor.hasMark('42', 'success');
        await editor.run('while');
        await editor.hasMark('while', 'executing');
        await editor.press('Restart');
        await editor.hasMark('while', 'error');
        await editor.shows('The kernel was stopped');
        await editor.run('fresh');
        await editor.hasMark('fresh', 'success');
        await editor.run('ToString');
        await editor.hasMark('ToString', 'error');
        const { cells } = await editor.save('restart.ipynb');
        assert.deepEqual(cells.map(c => c.execution_count), [1, 2, 1, 2]);
        assert.equal(textOf(cells[2]), 'fresh 7');
        assert.match(textOf(cells[3]), /CS0103.*'kept' does not exist/);
        await editor.close('restart.ipynb');
        return 'also while a cell loops';
    },

    async 'output is shown while the cell runs'(editor) {
        await editor.openNew('stream.ipynb', 'Console.WriteLine("fir" + "st"); await Task.Delay(8000); Console.WriteLine("la" + "st");');
        await editor.run('Delay');
        await editor.shows('first');
        assert.equal(await editor.mark('Delay'), 'executing');
        assert.ok(!(await editor.shown()).includes('last'));
        await editor.hasMark('Delay', 'success');
        await editor.shows('first\nlast');
        await editor.close('stream.ipynb');
        return 'the first line seconds before the last';
    },

    async 'the first error stops the cells after it, and none waits for ever'(editor) {
        await editor.openNew('error.ipynb', 'Console.WriteLine("before"); throw new InvalidOperationException("boom");', '"never"');
        await editor.press('Run All');
        await editor.hasMark('boom', 'error');
        await editor.hasMark('never', '');
        const { cells } = await editor.save('error.ipynb');
        assert.match(textOf(cells[0]), /^before\n\nSystem.InvalidOperationException: boom\s+at cell 1, line 1$/);
        assert.deepEqual([cells[1].outputs, cells[1].execution_count], [[], null]);
        await editor.close('error.ipynb');
        return 'with cell and line';
    },

    async 'late output and updates of displays keep the marks of their cells'(editor) {
        await editor.openNew('late.ipynb', '_ = Task.Run(async () => { await Task.Delay(2000); Console.WriteLine("la" + "te"); });', 'var shown = display("one");', 'shown.Update("tw" + "o");');
        await editor.press('Run All');
        await editor.hasMark('Update', 'success');
        await editor.shows('two');
        await editor.shows('late');
        await editor.hasMark('Task', 'success');
        const { cells } = await editor.save('late.ipynb');
        assert.deepEqual(cells.map(textOf), ['late\n', 'two', '']);
        await editor.close('late.ipynb');
        return 'both green';
    },

    async 'input is asked in a box, which an interrupt withdraws'(editor) {
        await editor.openNew('input.ipynb', 'Console.Write("Hello " + input("Your name?"))', 'password("Key?")');
        const box = editor.page.locator('.quick-input-widget:visible', { hasText: '?' });
        await editor.run('Hello');
        await box.getByText('Your name?').waitFor();
        await editor.page.keyboard.type('Ada');
        await editor.page.keyboard.press('Enter');
        await editor.hasMark('Hello', 'success');
        await editor.shows('Hello Ada');
        await editor.run('password');
        await box.getByText('Key?').waitFor();
        assert.equal(await box.locator('input[type=password]').count(), 1);
        await editor.press('Interrupt');
        await editor.hasMark('password', 'error');
        await editor.until('the box is gone', async () => await box.count() === 0);
        assert.match(textOf((await editor.save('input.ipynb')).cells[1]), /^cell 2: interrupted$/);
        await editor.close('input.ipynb');
        return 'the answer arrived';
    },

    async 'a cell that ends the process loses variables, not the document'(editor) {
        await editor.openNew('exit.ipynb', 'var kept = 42;', 'Environment.Exit(3);', '"again"');
        await editor.run('42');
        await editor.hasMark('42', 'success');
        await editor.run('Exit');
        await editor.hasMark('Exit', 'error');
        await editor.run('again');
        await editor.hasMark('again', 'success');
        const { cells } = await editor.save('exit.ipynb');
        assert.equal(textOf(cells[1]), 'The kernel ended (exit code 3); its variables are lost. The next run starts a new one.');
        assert.deepEqual([textOf(cells[2]), cells[2].execution_count], ['again', 1]);
        await editor.close('exit.ipynb');
        return 'the next cell started a new kernel';
    },

    async 'completions, parameters, hovers and problems know the session'(editor) {
        const { page } = editor;
        await editor.openNew('language.ipynb', 'var kept = new List<double> { 1, 2 };', '');
        await editor.run('kept');
        await editor.hasMark('kept', 'success');
        await editor.notebook.locator('.code-cell-row .view-lines').last().click();
        const offered = async (code, name) => {
            await page.keyboard.press('Control+A');
            await page.keyboard.type(code, { delay: 40 });
            await page.keyboard.press('Escape');
            await editor.notebook.locator('.code-cell-row .view-lines').last().click();
            await page.keyboard.press('End');
            await page.keyboard.press('Control+Space');
            await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: name }).first().waitFor();
            await page.screenshot({ path: editor.screenshot(`completion-${name}`) });
            await page.keyboard.press('Escape');
            await editor.notebook.locator('.code-cell-row .view-lines').last().click();
        };
        await offered('Enumerable.Ra', 'Range');
        await offered('ke', 'kept');
        await page.keyboard.press('Control+A');
        await page.keyboard.type('Math.Round(', { delay: 40 });
        await page.locator('.parameter-hints-widget.visible', { hasText: 'Math.Round(' }).waitFor();
        await page.screenshot({ path: editor.screenshot('parameters') });
        await page.keyboard.press('Control+A');
        await page.keyboard.type('int wrong = "text"; kept.Max()', { delay: 40 });
        await editor.notebook.locator('.squiggly-error').first().waitFor();
        for (const [name, said] of [['Max', 'double'], ['kept', 'List<double> kept']]) {
            await page.mouse.move(5, 5);
            await editor.notebook.locator('.view-line span span', { hasText: name }).last().hover();
            await page.locator('.monaco-hover:visible', { hasText: said }).first().waitFor();
            await page.screenshot({ path: editor.screenshot(`hover-${name}`) });
        }
        await page.mouse.move(5, 5);
        await editor.notebook.locator('.view-line span span', { hasText: 'text' }).last().hover();
        await page.locator('.monaco-hover:visible', { hasText: 'CS0029' }).first().waitFor();
        await editor.close('language.ipynb');
        return 'Range, kept, Math.Round(decimal d), List<double>, CS0029';
    },

    async 'a new notebook is a file of C# from the start and loads the kit'(editor) {
        const { page } = editor;
        const name = 'notebook.ipynb'; // as the dialog offers it
        rmSync(join(editor.folder, name), { force: true });
        await editor.file('01-cohort.ipynb');
        await editor.command('NotebookKit: New C# Notebook');
        const asked = page.locator('.quick-input-widget:visible input[type=text]').first();
        await editor.until('the dialog offers a name', async () => (await asked.inputValue().catch(() => '')).endsWith(name));
        await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
        await editor.kernelIsChosen();
        await editor.notebook.locator('.code-cell-row .view-lines').last().click();
        await page.keyboard.type('typeof(Cohort).Name + 42');
        await editor.press('Run All');
        await editor.hasMark('typeof', 'success');
        const saved = await editor.save(name);
        assert.deepEqual([saved.cells.length, textOf(saved.cells[1]), saved.metadata.kernelspec.name], [2, 'Cohort42', '.net-csharp']);
        await editor.close(name);
        return 'its first cell loads the kit';
    },
};

/** These need a server that asks for trust. */
export const checksOfTrust = {
    async 'nothing starts before the workspace is trusted, then it runs'(editor) {
        const { page } = editor;
        const touched = join(editor.folder, 'touched');
        await editor.openNew('trust.ipynb', `File.WriteAllText("touched", "ran"); "do" + "ne"`);
        await page.getByText('Restricted Mode is intended for safe code browsing').waitFor();
        await editor.notebook.locator('.code-cell-row .view-lines').first().click();
        await page.keyboard.press('End');
        await page.keyboard.type(' Math.', { delay: 40 });
        await page.keyboard.press('Control+Space');
        await page.waitForTimeout(3000);
        for (let i = 0; i < 6; i++) await page.keyboard.press('Backspace');
        const dialog = page.locator('.monaco-dialog-box', { hasText: 'Do you trust the authors' });
        await editor.press('Run All');
        await dialog.getByText('will run code from this workspace').waitFor();
        await page.screenshot({ path: editor.screenshot('trust') });
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        await page.waitForTimeout(3000);
        assert.equal(await editor.mark('touched'), '');
        assert.deepEqual(kernels(editor.folder), [], 'a kernel was started');
        assert.ok(!existsSync(touched), 'the cell ran');
        await editor.press('Run All');
        await dialog.getByRole('button', { name: 'Trust' }).click();
        await editor.hasMark('touched', 'success');
        await editor.shows('done');
        assert.ok(existsSync(touched));
        assert.equal(kernels(editor.folder).length, 1);
        assert.equal(await page.locator('.quick-input-widget:visible').count(), 0, `the kernel ${kernelName} was not chosen by itself`);
        await editor.close('trust.ipynb');
        return 'asked, refused, granted';
    },
};

/** The kernels that run in a folder. */
function kernels(folder) {
    const all = execFileSync('ps', ['-eo', 'pid=,args=']).toString().split('\n').filter(l => /notebookkit(\.dll)?"? host$/.test(l.trim())).map(l => l.trim().split(' ')[0]);
    return all.filter(pid => {
        try {
            return readlinkSync(`/proc/${pid}/cwd`) === folder;
        } catch {
            return false;
        }
    });
}
