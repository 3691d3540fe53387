// The extension's session of a notebook against a real `notebookkit host` and a stand-in for the editor.
import assert from 'node:assert/strict';
import { createRequire, Module } from 'node:module';
import { spawnSync } from 'node:child_process';
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
const { Sessions } = require(built + 'sessions.js');
const { cellCode, cellName, isCSharpNotebook, kitCell, newNotebook } = require(built + 'cells.js');

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
                replaceOutputItems: change((items, output) => (view.texts[view.texts.length - 1] = textOf(items))),
                replaceOutput: change(outputs => (view.texts = outputs.map(o => textOf(o.items)))),
            };
        },
    };
    let changes = 0;
    const session = new NotebookSession(notebook, controller, () => changes++);
    t.after(() => session.restart());
    return { notebook, cells, shown, controller, session, changes: () => changes };
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
    assert.deepEqual([session.unknownAbove(cells[2]), session.unknownAbove(cells[3])], [[], []], 'a cell that threw has declared its variables');
    await session.restart();
    assert.deepEqual([session.isStarted, session.unknownAbove(cells[1])], [false, ['var kept = 42;']]);
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
    const { metadata } = JSON.parse(newNotebook());
    assert.ok(isCSharpNotebook(notebook(metadata.kernelspec)));
    assert.ok(isCSharpNotebook(notebook({ name: 'other', language: 'C#' })));
    assert.ok(isCSharpNotebook(notebook(undefined, 'csharp', 'csharp')));
    assert.ok(!isCSharpNotebook(notebook({ name: 'python3', language: 'python' }, 'csharp')));
    assert.ok(!isCSharpNotebook(notebook(undefined, 'python')));
    assert.ok(!isCSharpNotebook(notebook(undefined)));
    assert.equal(cellName(open(t, '1', '2').cells[1]), 'cell 2');
});

test('below a cell that failed, problems know what the cells above are going to declare', async t => {
    const { cells, session } = open(t, 'var a = nothing;', 'var months = new List<double>();', 'string wrong = months;', 'months.Count');
    await session.run(cells);
    assert.deepEqual(session.unknownAbove(cells[2]), ['var a = nothing;', 'var months = new List<double>();']);
    const problems = cell => session.kernel.diagnose(cell.document.getText(), session.unknownAbove(cell));
    assert.deepEqual((await problems(cells[0])).map(p => [p.id, p.error]), [['CS0103', true]]);
    assert.deepEqual((await problems(cells[2])).map(p => [p.id, p.error]), [['CS0029', false]]);
    assert.deepEqual(await problems(cells[3]), []);
});

test('a notebook without a name keeps its variables when it is saved, and a closed one ends', async t => {
    const { cells, shown, session, notebook } = open(t, 'var kept = 42;', 'kept');
    Object.assign(notebook, { isUntitled: true, notebookType: 'jupyter-notebook' });
    const file = { ...notebook, isUntitled: false, uri: { scheme: 'file', fsPath: join(folder, 'saved.ipynb') } };
    const after = cells.map(cell => ({ ...cell, notebook: file }));
    file.getCells = range => after.slice(range?.start, range?.end);
    const changes = [];
    for (const isOpenedFirst of [true, false]) {
        const sessions = new Sessions(n => (n === notebook ? session : undefined), n => changes.push(n));
        await sessions.of(notebook).run([cells[0]]);
        if (isOpenedFirst) sessions.opened(file);
        await sessions.leave(notebook);
        if (!isOpenedFirst) sessions.opened(file);
        assert.equal(sessions.find(file), session);
        assert.equal(sessions.find(notebook), undefined);
        await sessions.of(file).run([after[1]]);
        assert.equal(shown[1].texts.at(-1), '42');
        assert.deepEqual(session.unknownAbove(after[1]), []);
        assert.equal(changes.at(-1), file);
        await sessions.leave(file);
        assert.deepEqual([sessions.find(file), session.isStarted], [undefined, false]);
        session.moveTo(notebook, () => undefined);
    }
});

test('a file with other text does not take over the session of a notebook without a name', async t => {
    const { session, notebook, cells } = open(t, '1');
    Object.assign(notebook, { isUntitled: true, notebookType: 'jupyter-notebook' });
    const sessions = new Sessions(() => session, () => undefined);
    await sessions.of(notebook).run(cells);
    const other = { isUntitled: false, notebookType: 'jupyter-notebook', getCells: () => [{ document: { getText: () => '2' } }] };
    sessions.opened(other);
    await sessions.leave(notebook);
    assert.equal(sessions.find(other), undefined);
    await sessions.endAll();
    assert.equal(session.isStarted, false);
});

test('a new notebook loads the kit in its first cell', async t => {
    const kit = spawnSync(process.env.NOTEBOOKKIT, ['kit']).stdout.toString().trim();
    const { cells } = JSON.parse(newNotebook(kitCell(kit)));
    assert.deepEqual(cells.map(c => c.source.length > 0), [true, false]);
    const { cells: opened, shown, session } = open(t, cells[0].source.join(''), 'typeof(Cohort).FullName + new DataFrame().Rows.Count');
    await session.run(opened);
    assert.deepEqual(shown.map(s => [s.succeeded, s.texts]), [[true, []], [true, ['NotebookKit.Cohort0']]]);
    assert.match(kitCell('C:\\kit'), /^#r "C:\/kit\/NotebookKit.dll"$/m);
});

test('how far a long computation has come is shown in one place, and gone when the cell ends', async t => {
    const kit = spawnSync(process.env.NOTEBOOKKIT, ['kit']).stdout.toString().trim();
    const listener = `#r "${kit}/NotebookKit.dll"\nvar tell = (Action<string, double>)typeof(NotebookKit.Cohort).Assembly.GetType("NotebookKit.Numerics.LongWork").GetProperty("Listener").GetValue(null);`;
    const { cells, shown, session } = open(t, listener, 'Console.Write("a"); tell("Bootstrap", 0.25); tell("Bootstrap", 0.5); Thread.Sleep(1500);', 'tell("Bootstrap", 0.5); Environment.Exit(3);');
    await session.run([cells[0]]);
    const run = session.run([cells[1]]);
    await until(() => shown[1].texts.length === 2 && shown[1].texts[1].includes('50 %'));
    assert.match(shown[1].texts[1], /<progress max="1" value="0.500"><\/progress> Bootstrap: 50 % done/);
    await run;
    assert.deepEqual(shown[1].texts, ['a']);
    await session.run([cells[2]]);
    assert.deepEqual(shown[2].texts, ['The kernel ended (exit code 3); its variables are lost. The next run starts a new one.']);
});
