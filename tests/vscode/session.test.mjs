// The extension's session of a notebook against a real `notebookkit host` and a stand-in for the editor.
import assert from 'node:assert/strict';
import { createRequire, Module } from 'node:module';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const editor = require('./fake-vscode.cjs');
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? editor : load(name, ...rest));
const built = '../../artifacts/vscode/extension/dist/';
const { NotebookSession } = require(built + 'session.js');
const { cellCode, cellName, emptyNotebook, isCSharpNotebook } = require(built + 'cells.js');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebookkit-')));

/** A notebook of these cells, its session, and what the editor shows of each cell. */
function open(t, ...codes) {
    const notebook = { uri: { scheme: 'file', fsPath: join(folder, 'a.ipynb') }, getCells: range => cells.slice(range?.start, range?.end) };
    const cells = codes.map((code, index) => ({ index, notebook, kind: 2, metadata: {}, document: { languageId: 'csharp', getText: () => code } }));
    const shown = cells.map(() => ({ order: undefined, succeeded: 'never ran', texts: [], times: [] }));
    const busy = new Set();
    const controller = {
        createNotebookCellExecution(cell) {
            if (busy.has(cell)) throw new Error('duplicate execution');
            busy.add(cell);
            const view = shown[cell.index];
            let isOpen = false;
            const change = action => async (...args) => {
                assert.ok(isOpen, 'the editor refuses changes outside an execution');
                action(...args);
            };
            const textOf = items => [items].flat().map(i => i.data).join('');
            return {
                cell,
                set executionOrder(order) { view.order = order; },
                get executionOrder() { return view.order; },
                start(time) { isOpen = true; view.succeeded = 'runs'; view.times = [time]; },
                end(succeeded, time) { isOpen = false; busy.delete(cell); view.succeeded = succeeded; view.times.push(time); },
                clearOutput: change(() => (view.texts = [])),
                appendOutput: change(output => view.texts.push(textOf(output.items))),
                appendOutputItems: change(items => (view.texts[view.texts.length - 1] += textOf(items))),
                replaceOutputItems: change(() => undefined),
            };
        },
    };
    let changes = 0;
    const session = new NotebookSession(notebook, controller, () => changes++);
    t.after(() => session.restart());
    return { cells, shown, controller, session, changes: () => changes };
}

async function until(condition) {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 20));
}

test('nothing starts before the workspace is trusted', async t => {
    const { cells, session } = open(t, '1');
    editor.workspace.isTrusted = false;
    try {
        assert.throws(() => session.kernel, /not trusted/);
        await assert.rejects(session.run(cells), /not trusted/);
        assert.equal(session.isStarted, false);
    } finally {
        editor.workspace.isTrusted = true;
    }
});

test('cells are numbered; the first error stops those after it; a restart counts from one', async t => {
    const { cells, shown, session, changes } = open(t, 'var kept = 42;', 'kept', 'throw new Exception("boom");', '3');
    await session.run(cells);
    assert.deepEqual(shown.map(s => [s.order, s.succeeded]), [[1, true], [2, true], [3, false], [undefined, undefined]]);
    assert.deepEqual([shown[1].texts, shown[3].texts], [['42'], []]);
    assert.deepEqual([session.hasRunAbove(cells[2]), session.hasRunAbove(cells[3])], [true, false]);
    await session.restart();
    assert.deepEqual([session.isStarted, session.hasRunAbove(cells[1])], [false, false]);
    await session.run([cells[1]]);
    assert.deepEqual([shown[1].order, shown[1].succeeded], [1, false]);
    assert.match(shown[1].texts[0], /'kept' does not exist/);
    assert.equal(changes(), 3);
});

test('output that comes after the cell leaves its mark and times as they were', async t => {
    const { cells, shown, session } = open(t, '_ = Task.Run(async () => { await Task.Delay(400); Console.Write("late"); });');
    await session.run(cells);
    const { times } = shown[0];
    await until(() => shown[0].texts.length > 0);
    assert.deepEqual([shown[0].texts, shown[0].order, shown[0].succeeded, shown[0].times], [['late'], 1, true, times]);
});

test('cells that print after their end can be run again and again', async t => {
    const { cells, shown, session } = open(t, '_ = Task.Run(async () => { for (int i = 0; i < 200; i++) { await Task.Delay(5); Console.WriteLine(i); } });');
    for (let i = 0; i < 10; i++) {
        await session.run(cells);
        assert.equal(shown[0].order, i + 1);
        await until(() => shown[0].succeeded === true);
    }
});

test('an interrupt withdraws what was asked, ends the cell and those that wait', async t => {
    const { cells, shown, session } = open(t, 'input("name?")', '2', '3');
    let asked;
    editor.window.showInputBox = (_, token) => new Promise(resolve => {
        asked = token;
        token.onCancellationRequested(() => resolve(undefined));
    });
    const runs = [session.run(cells.slice(0, 2)), session.run([cells[2]])];
    await until(() => asked);
    const interrupt = session.interrupt();
    await Promise.all(runs);
    assert.ok(asked.isCancellationRequested);
    assert.deepEqual(shown.map(s => s.succeeded), [false, undefined, undefined]);
    assert.deepEqual(shown[0].texts, ['cell 1: interrupted']);
    await interrupt;
    await session.run([cells[2]]);
    assert.equal(shown[2].succeeded, true);
});

test('a restart ends a loop and says so; a cell the editor refuses does not stop later ones', async t => {
    const { cells, shown, session, controller } = open(t, 'Console.Write("go"); while (true) { }', '2');
    const loop = session.run([cells[0]]);
    await until(() => shown[0].texts.length > 0);
    await session.restart();
    await loop;
    assert.deepEqual(shown[0].texts, ['go', 'The kernel was stopped; its variables are gone.']);
    const { createNotebookCellExecution } = controller;
    controller.createNotebookCellExecution = () => { throw new Error('the cell was deleted'); };
    await assert.rejects(session.run([cells[1]]), /deleted/);
    controller.createNotebookCellExecution = createNotebookCellExecution;
    await session.run([cells[1]]);
    assert.deepEqual(shown[1].texts, ['2']);
});

test('the language of a cell is the word of the editor, then that of the file', () => {
    const cell = (languageId, metadata) => ({ metadata: { metadata }, document: { languageId, getText: () => 'select 1' } });
    assert.equal(cellCode(cell('csharp', {})), 'select 1');
    assert.equal(cellCode(cell('sql', { polyglot_notebook: { kernelName: 'csharp' } })), '#!sql\nselect 1');
    assert.equal(cellCode(cell('csharp', { polyglot_notebook: { kernelName: 'sql' } })), '#!sql\nselect 1');
    assert.equal(cellCode(cell('csharp', { dotnet_interactive: { language: 'sql' } })), '#!sql\nselect 1');
});

test('notebooks of C# are known by their kernel or, without one, by their cells', t => {
    const notebook = (kernelspec, ...languages) => ({
        notebookType: 'jupyter-notebook',
        metadata: { metadata: { kernelspec } },
        getCells: () => languages.map(languageId => ({ kind: 2, document: { languageId } })),
    });
    const { metadata } = JSON.parse(emptyNotebook());
    assert.ok(isCSharpNotebook(notebook(metadata.kernelspec)));
    assert.ok(isCSharpNotebook(notebook({ name: 'other', language: 'C#' })));
    assert.ok(isCSharpNotebook(notebook(undefined, 'csharp', 'csharp')));
    assert.ok(!isCSharpNotebook(notebook({ name: 'python3', language: 'python' }, 'csharp')));
    assert.ok(!isCSharpNotebook(notebook(undefined, 'python')));
    assert.ok(!isCSharpNotebook(notebook(undefined)));
    assert.equal(cellName(open(t, '1', '2').cells[1]), 'cell 2');
});
