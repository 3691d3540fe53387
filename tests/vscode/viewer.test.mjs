// The data-frame viewer and the list of variables: what the user writes, and what the kernel answers to it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const require = createRequire(import.meta.url);
const built = '../../artifacts/vscode/extension/dist/';
const { KernelClient } = require(built + 'kernelClient.js');
const { conditionsOf } = require(built + 'filters.js');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebookkit-')));
const kit = join(import.meta.dirname, '../../artifacts/kit');
let kernel;

before(() => (kernel = KernelClient.start([process.env.NOTEBOOKKIT], folder, async () => undefined, () => undefined)));
after(() => kernel.stop());

async function run(code) {
    const errors = [];
    await kernel.execute(code, 'cell 1', o => { if (o.output_type === 'error') errors.push(o.evalue); });
    assert.deepEqual(errors, []);
}

test('a filter is written as one would say it', () => {
    const number = text => conditionsOf(2, true, text).map(c => [c.column, c.op, c.value]);
    const word = text => conditionsOf(0, false, text).map(c => [c.column, c.op, c.value]);
    assert.deepEqual(number('  '), []);
    assert.deepEqual(number('3'), [[2, '=', '3']]);
    assert.deepEqual(number('>= 3'), [[2, '≥', '3']]);
    assert.deepEqual(number('<-1.5'), [[2, '<', '-1.5']]);
    assert.deepEqual(number('1 .. 5'), [[2, '≥', '1'], [2, '≤', '5']]);
    assert.deepEqual(number('2020-01-01..2020-12-31'), [[2, '≥', '2020-01-01'], [2, '≤', '2020-12-31']]);
    assert.deepEqual(number('missing'), [[2, 'missing', '']]);
    assert.deepEqual(word('tace'), [[0, 'contains', 'tace']]);
    assert.deepEqual(word('= TACE'), [[0, '=', 'TACE']]);
    assert.deepEqual(word('!= TACE'), [[0, '≠', 'TACE']]);
    assert.deepEqual(word('present'), [[0, 'present', '']]);
    assert.deepEqual(word('1..5'), [[0, 'contains', '1..5']]);
});

test('variables are listed while a cell runs, whatever their own code does', async () => {
    await run(`class Slow { public override string ToString() { Thread.Sleep(60_000); return "late"; } }\nvar slow = new Slow(); int n = 3;\nIEnumerable<int> Endless() { while (true) yield return 1; }\nvar endless = Endless();`);
    const loop = kernel.execute('Console.Write("go"); while (true) { }', 'cell 2', () => undefined);
    assert.deepEqual((await kernel.variables()).map(v => [v.name, v.type, v.value]), [['endless', 'IEnumerable<int>', ''], ['n', 'int', '3'], ['slow', 'Slow', '']]);
    await kernel.interrupt();
    await loop;
});

test('a data frame of a million rows is shown by pages, sorted, filtered and exported, while a cell runs', async () => {
    await run(`#r "${kit}/Microsoft.Data.Analysis.dll"\nusing Microsoft.Data.Analysis;\nvar df = new DataFrame(new Int32DataFrameColumn("i", Enumerable.Range(0, 1_000_000)), new StringDataFrameColumn("s", Enumerable.Range(0, 1_000_000).Select(i => i % 4 == 0 ? null : "p" + i % 10)));`);
    const [listed] = (await kernel.variables()).filter(v => v.name === 'df');
    assert.deepEqual([listed.rows, listed.columns, listed.value], [1_000_000, 2, '1,000,000 rows × 2 columns']);
    const { frame, rows, columns } = await kernel.openFrame('df');
    assert.deepEqual([rows, columns], [1_000_000, [{ name: 'i', type: 'int', missing: 0, number: true }, { name: 's', type: 'string', missing: 250_000, number: false }]]);
    const loop = kernel.execute('while (true) { }', 'cell 3', () => undefined);
    const all = await kernel.askFrame('view', { frame, sort: [{ column: 0, descending: true }] });
    assert.deepEqual(await kernel.askFrame('page', { frame, view: all.view, start: 999_999, count: 200 }), { rows: [0], cells: [['0', null]] });
    const few = await kernel.askFrame('view', { frame, filter: [...conditionsOf(1, false, '= p7'), ...conditionsOf(0, true, '< 50')] });
    assert.deepEqual((await kernel.askFrame('page', { frame, view: few.view })).cells, [['7', 'p7'], ['17', 'p7'], ['27', 'p7'], ['37', 'p7'], ['47', 'p7']]);
    await assert.rejects(kernel.askFrame('page', { frame, view: all.view }), /replaced/);
    assert.equal((await kernel.askFrame('summary', { frame, view: few.view, column: 1 })).common[0].count, 5);
    await kernel.askFrame('export', { frame, view: few.view, path: join(folder, 'few.csv') });
    assert.equal(readFileSync(join(folder, 'few.csv'), 'utf8'), 'i,s\n7,p7\n17,p7\n27,p7\n37,p7\n47,p7\n');
    await assert.rejects(kernel.askFrame('view', { frame, filter: conditionsOf(0, true, '> many') }), /'many' does not fit the column 'i'/);
    await kernel.interrupt();
    await loop;
    await run('df = df.Head(2);');
    assert.equal((await kernel.openFrame('df')).rows, 2);
    await kernel.askFrame('close', { frame });
    await assert.rejects(kernel.askFrame('view', { frame }), /not open/);
});
